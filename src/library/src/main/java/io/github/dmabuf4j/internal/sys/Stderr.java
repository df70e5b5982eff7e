// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** What standard error of this process is connected to. */
public final class Stderr {
    private static final int FD = 2;

    private Stderr() {}

    /** Whether it is a terminal: isatty(3). */
    public static boolean isTerminal() {
        return Sys.isatty(FD);
    }
}
