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

/** A socket. Its calls can be interrupted while they wait, and do not pin the carrier of a virtual thread. */
final class Socket extends OwnedDescriptor {
    private final String where;

    /**
     * Creates one without a descriptor.
     *
     * @param owner the class whose logger reports a socket that was dropped
     * @param where where it is connected or listens, for messages
     */
    Socket(Class<?> owner, String where) {
        super(owner, where);
        this.where = where;
    }

    /** Creates its descriptor, which is non-blocking and closed by exec. To be called once. */
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

    /**
     * Repeats a call that has failed, until its errno is not EAGAIN or the deadline has passed. To be called while the socket is held.
     *
     * @param failed the negative errno of the first call
     * @param events the events of poll(2) to wait for between two calls
     * @return the result, or the negative errno: EAGAIN when the time has passed
     */
    int callWaiting(int failed, int events, Deadline deadline, IntSupplier call)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        int result = failed;
        while (result < 0) {
            failIfClosed();
            if (result != -LibC.EAGAIN() || !awaitEvents(events, deadline)) {
                return result;
            }
            result = call.getAsInt();
        }
        return result;
    }

    /** Waits for events. To be called while the socket is held. */
    boolean awaitEvents(int events, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        boolean happened = check("poll", Poller.shared().await(this, events, deadline)) != 0;
        failIfClosed();
        return happened;
    }

    /** Fails if this process has closed the socket: then the peer has not caused the result of a call or a wait. */
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
            return "too many descriptors were sent that no process has received yet";
        }
        if (errno == LibC.EMFILE() || errno == LibC.ENFILE()) {
            return "close buffers that are not needed any more, or raise the limit (ulimit -n)";
        }
        return "";
    }

    /** Closes it and ends the waits for it and for its peer. What was sent before can still be received. */
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
     * Like {@link #shutDown}, for a caller that holds it since {@link #acquireToEnd}.
     *
     * @return whether this was the first call
     */
    boolean shutDownHeld() {
        // First, since a wait could otherwise take the shutdown for one of the peer.
        boolean first = closeHeld();
        if (first) {
            Sockets.shutdown(number());
        }
        return first;
    }
}
