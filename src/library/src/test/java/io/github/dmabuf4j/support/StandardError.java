// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Captures the standard error output, which includes the library's log, until it is closed. */
public final class StandardError implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    /** Begins to capture. */
    public StandardError() {
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    }

    /** Returns the output of {@code body}. */
    public static String of(Runnable body) {
        try (StandardError output = new StandardError()) {
            body.run();
            return output.text();
        }
    }

    /** Returns the output so far. */
    public String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
