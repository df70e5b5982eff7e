// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import io.github.dmabuf4j.internal.sys.Sockets;
import java.nio.channels.AsynchronousCloseException;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

/** A socket, whose calls wait in a way that can be interrupted and leaves the carrier of a virtual thread to others. */
final class Socket extends OwnedDescriptor {
    private final String where;

    /**
     * One without a descriptor yet.
     *
     * @param owner whose logger tells of one that was dropped
     * @param where it is connected or listens, for messages
     */
    Socket(Class<?> owner, String where) {
        super(owner, where);
        this.where = where;
    }

    /** Makes its descriptor, whose calls do not block, and which is closed by exec; to be called once. */
    void open() throws DmaBufException {
        int result = own(Sockets.socket(LibC.SOCK_NONBLOCK()));
        if (result < 0) {
            throw new DmaBufException("socket", where, -result);
        }
    }

    @Override
    protected String kind() {
        return "socket";
    }

    /** What is done with an open socket, and may wait. */
    @FunctionalInterface
    interface Use<T> {
        T with(int fd) throws DmaBufException, AsynchronousCloseException, InterruptedException;
    }

    /**
     * Holds the socket open for the length of a use.
     *
     * @throws IllegalStateException when it was closed before
     */
    <T> T use(Use<T> use) throws DmaBufException, AsynchronousCloseException, InterruptedException {
        int fd = acquire();
        try {
            return use.with(fd);
        } finally {
            release();
        }
    }

    /**
     * Calls until the answer is another than "not yet" (EAGAIN), or the time has passed; within {@link #use}.
     *
     * @param events of poll(2), to wait for in between
     * @return the result, or the negative errno: EAGAIN when the time has passed
     */
    int callWaiting(int events, Deadline deadline, IntSupplier call)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        while (true) {
            int result = call.getAsInt();
            if (result >= 0) {
                return result;
            }
            failIfClosed();
            if (result != -LibC.EAGAIN() || !awaitEvents(events, deadline)) {
                return result;
            }
        }
    }

    /** Within {@link #use}. */
    boolean awaitEvents(int events, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        boolean happened = check("poll", Poller.shared().await(this, events, deadline)) != 0;
        failIfClosed();
        return happened;
    }

    /** After a close of this process's own, the result of a call or a wait is not the peer's doing. */
    void failIfClosed() throws AsynchronousCloseException {
        if (isClosed()) {
            throw new AsynchronousCloseException();
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

    int check(String operation, int result) throws DmaBufException {
        if (result < 0) {
            throw failure(operation, -result);
        }
        return result;
    }

    private DmaBufException failure(String operation, int errno) {
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

    /** Closes it and ends the waits for it, those of its peer as well; what was sent before can still be received. */
    void shutDown() {
        if (acquireToEnd()) {
            try {
                shutDownHeld();
            } finally {
                release();
            }
            unregisterDisposed();
        }
    }

    /**
     * {@link #shutDown}, for one who holds it since {@link #acquireToEnd}.
     *
     * @return whether this was the first call
     */
    boolean shutDownHeld() {
        // First: else a wait could see the shutdown, and take it for one of the peer.
        boolean first = closeHeld();
        if (first) {
            Sockets.shutdown(number());
        }
        return first;
    }
}
