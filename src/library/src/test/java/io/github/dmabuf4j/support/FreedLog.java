// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.util.concurrent.Callable;

/** The log of the library about objects that are dropped without a close. */
public final class FreedLog {
    private FreedLog() {}

    /** Calls {@code dropped}, which drops an object, waits for the report, and returns it with any second report. */
    public static String of(Callable<?> dropped) throws Exception {
        try (StandardError log = new StandardError()) {
            dropped.call();
            for (int i = 0; i < 200 && log.text().isEmpty(); i++) {
                System.gc();
                Thread.sleep(20);
            }
            // A second report would come now.
            System.gc();
            Thread.sleep(100);
            return log.text();
        }
    }
}
