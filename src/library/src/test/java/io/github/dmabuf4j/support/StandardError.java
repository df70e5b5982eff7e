// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is written to the standard error output, the library's log included. */
public final class StandardError {
    private StandardError() {}

    /** What is written while something runs. */
    public static String of(Runnable body) {
        PrintStream before = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            body.run();
        } finally {
            System.setErr(before);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
