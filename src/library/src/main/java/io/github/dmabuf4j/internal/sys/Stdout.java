// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;

/** What standard output of this process is connected to. */
public final class Stdout {
    private static final int FD = 1;

    private Stdout() {}

    /** Whether it is a terminal: isatty(3). */
    public static boolean isTerminal() {
        return Sys.isatty(FD);
    }

    /** Whether it is a pipe, socket or terminal that has no reader any more, so that a write fails with EPIPE or EIO: poll(2). */
    public static boolean hasLostReader() {
        int happened = Poller.happened(FD, 0);
        return happened > 0 && (happened & (LibC.POLLERR() | LibC.POLLHUP())) != 0;
    }
}
