// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import java.io.IOException;
import java.util.function.Function;

/**
 * One thing to verify of a buffer.
 *
 * @param name for the report
 * @param expected what must be seen
 * @param look how to see it
 */
record Check(String name, Function<Expectation, String> expected, Probe look) {

    /** Sees one property of the buffer under verification, for comparison with what is expected. */
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
