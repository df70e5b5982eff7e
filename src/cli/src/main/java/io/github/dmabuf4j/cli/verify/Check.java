// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A check of one property of a buffer.
 *
 * @param name its name in the report
 * @param source the source of statistics that it reads; empty for a check that needs none
 * @param expected returns what the property must be
 * @param look returns what the property is
 */
record Check(String name, Optional<String> source, Function<Expectation, String> expected, Probe look) {

    /** Looks at one property of the buffer under verification. */
    @FunctionalInterface
    interface Probe {
        String at(BufferUnderTest subject) throws IOException;
    }

    static Check ofBuffer(String name, Function<Expectation, String> expected, Probe look) {
        return new Check(name, Optional.empty(), expected, look);
    }

    static Check in(Statistics statistics, String name, Function<Expectation, String> expected, Probe look) {
        return new Check(name, Optional.of(statistics.name()), expected, look);
    }

    CheckResult run(Expectation expectation, BufferUnderTest subject) {
        String wanted = expected.apply(expectation);
        try {
            String seen = look.at(subject);
            return new CheckResult(name, source, seen.equals(wanted), wanted, seen);
        } catch (IOException | IllegalStateException failure) {
            return new CheckResult(name, source, false, wanted, String.valueOf(failure.getMessage()));
        }
    }
}
