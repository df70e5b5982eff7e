// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import io.github.dmabuf4j.internal.sys.Sockets;
import java.time.Duration;
import java.util.function.IntUnaryOperator;

/** A socket, whose calls wait in a way that can be interrupted and leaves the carrier of a virtual thread to others. */
final class Socket extends Descriptor {
    private final String where;

    /** Takes over the descriptor. */
    Socket(int fd, String where) {
        super(fd);
        this.where = where;
    }

    @Override
    public String target() {
        return "socket fd " + number() + (where.isEmpty() ? "" : " of " + where);
    }

    /**
     * Calls until the answer is another than "not yet" (EAGAIN).
     *
     * @param events of poll(2), to wait for in between
     * @return the result, or the negative errno
     */
    int callWaiting(int events, IntUnaryOperator call) throws DmaBufException, InterruptedException {
        while (true) {
            int result = call(call);
            if (result >= 0) {
                return result;
            }
            failIfClosed();
            if (result != -LibC.EAGAIN()) {
                return result;
            }
            awaitEvents(events, Poller.FOREVER);
        }
    }

    int call(IntUnaryOperator call) {
        int fd = acquire();
        try {
            return call.applyAsInt(fd);
        } finally {
            release();
        }
    }

    boolean awaitEvents(int events, Duration timeout) throws DmaBufException, InterruptedException {
        acquire();
        boolean happened;
        try {
            happened = check("poll", Poller.shared().await(this, events, timeout)) != 0;
        } finally {
            release();
        }
        failIfClosed();
        return happened;
    }

    /** What a call or a wait tells after a close of this process's own is not of the peer. */
    void failIfClosed() {
        if (isClosed()) {
            throw new IllegalStateException(target() + " is closed");
        }
    }

    int check(String operation, int result) throws DmaBufException {
        if (result < 0) {
            throw failure(operation, -result);
        }
        return result;
    }

    DmaBufException failure(String operation, int errno) {
        return new DmaBufException(operation, target(), errno, advice(errno));
    }

    private static String advice(int errno) {
        if (errno == LibC.EPIPE() || errno == LibC.ECONNRESET()) {
            return "the other process has closed the channel, or has ended";
        }
        if (errno == LibC.ETOOMANYREFS()) {
            return "too many descriptors are on their way that no process has received yet";
        }
        if (errno == LibC.EMFILE() || errno == LibC.ENFILE()) {
            return "close buffers that are not needed any more, or raise the limit (ulimit -n)";
        }
        return "";
    }

    /**
     * Closes it and ends the waits for it, those of its peer as well; what was sent before can still be received.
     *
     * @return whether this was the first call
     */
    boolean shutDown() {
        if (!tryAcquire()) {
            return false;
        }
        try {
            // First: else a wait could see the shutdown, and take it for one of the peer.
            boolean first = close();
            if (first) {
                Sockets.shutdown(number());
            }
            return first;
        } finally {
            release();
        }
    }

    /** Whether it is open, and so held until the {@link #release}. */
    boolean tryAcquire() {
        try {
            acquire();
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }
}
