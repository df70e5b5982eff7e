// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.io.IOException;
import java.util.function.Function;

/**
 * A check of one property of a buffer.
 *
 * @param name its name in the report
 * @param expected returns what the property must be
 * @param look returns what the property is
 */
record Check(String name, Function<Expectation, String> expected, Probe look) {

    /** Looks at one property of the buffer under verification. */
    @FunctionalInterface
    interface Probe {
        String at(BufferUnderTest subject) throws IOException;
    }

    CheckResult run(Expectation expectation, BufferUnderTest subject) {
        String wanted = expected.apply(expectation);
        try {
            String seen = look.at(subject);
            return new CheckResult(name, seen.equals(wanted), wanted, seen);
        } catch (IOException | IllegalStateException failure) {
            return new CheckResult(name, false, wanted, String.valueOf(failure.getMessage()));
        }
    }
}
