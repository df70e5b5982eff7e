// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** What the library logs when the garbage collector finds what a test has dropped. */
public final class FreedLog {
    private FreedLog() {}

    /** Calls the body, which drops something, and waits for what is logged of it, and for a second report. */
    public static String of(Callable<?> dropped) throws Exception {
        PrintStream standardError = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            dropped.call();
            for (int i = 0; i < 200 && log.size() == 0; i++) {
                System.gc();
                Thread.sleep(20);
            }
            // Were it reported twice, then now.
            System.gc();
            Thread.sleep(100);
        } finally {
            System.setErr(standardError);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
