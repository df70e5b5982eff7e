// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import org.slf4j.Logger;

/**
 * Logs from threads that must go on whatever happens. The provider behind a logger may throw, and memory may be short. What
 * cannot be logged is lost, since there is no other place to report it.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Logs an error; never throws. */
    public static void error(Logger log, String text, Throwable thrown) {
        try {
            log.error(text, thrown);
        } catch (Throwable unusable) {
            // The caller goes on.
        }
    }
}
