// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Listens for other processes that want to exchange buffers: a Unix socket of type SOCK_SEQPACKET at a path.
 *
 * <p>A process can connect if it may write the file of the socket. So the permissions of the file, and of its directory, control
 * which processes get buffers. The umask of this process sets those of the file at {@link #bind}.
 *
 * <p>All methods may be called by any thread, and several may wait. Waiting holds no carrier of a virtual thread. A close ends
 * the waits of all other threads with {@link AsynchronousCloseException}; calls after the close get an
 * {@link IllegalStateException}. A listener that is dropped without a close goes on listening.
 */
public final class ShareListener implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    private static final String IN_USE_ADVICE =
            "there is a file of this name: if a program that has ended left it, remove it";

    private final Path path;
    private final Socket socket;
    private final SocketFile file;

    private ShareListener(Path path) {
        this.path = path;
        socket = new Socket(ShareListener.class, path.toString());
        file = new SocketFile(path);
    }

    /**
     * Creates the file of the socket and listens. If that fails, the file is removed again.
     *
     * @param path the path of a file that does not exist
     * @return the listener, to be closed by the caller; it also holds the directory open
     * @throws IllegalArgumentException when the path is too long for a socket (107 bytes)
     * @throws DmaBufException when there is such a file already (EADDRINUSE), no such directory (ENOENT), no permission
     *     (EACCES), or no descriptor left (EMFILE)
     */
    public static ShareListener bind(Path path) throws DmaBufException {
        byte[] name = socketName(path);
        ShareListener listener = new ShareListener(path);
        boolean listening = false;
        try {
            listener.socket.open();
            listener.file.open();
            listener.listen(name);
            listening = true;
            return listener;
        } finally {
            if (!listening) {
                listener.socket.close();
                listener.file.close();
            }
        }
    }

    private void listen(byte[] name) throws DmaBufException {
        try {
            int bound = socket.call(fd -> Sockets.bind(fd, name));
            if (bound == -LibC.EADDRINUSE()) {
                throw new DmaBufException("bind", socket.target(), LibC.EADDRINUSE(), IN_USE_ADVICE);
            }
            socket.check("bind", bound);
            file.recordBound();
            socket.check("listen", socket.call(Sockets::listen));
        } catch (DmaBufException | RuntimeException | Error failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (DmaBufException left) {
            failure.addSuppressed(left);
        }
    }

    static byte[] socketName(Path path) {
        byte[] name = KernelText.encode(path.toString());
        if (name.length == 0 || name.length > Sockets.MAX_PATH_BYTES) {
            throw new IllegalArgumentException("the path of a socket has 1 to " + Sockets.MAX_PATH_BYTES + " bytes, "
                    + TerminalEscape.of(path.toString()) + " has " + name.length);
        }
        return name;
    }

    /**
     * Accepts a connection. Waits until a process connects.
     *
     * @return the connection to it, to be closed by the caller
     * @throws IllegalStateException when this was closed before
     * @throws AsynchronousCloseException when this is closed meanwhile
     * @throws DmaBufException when no descriptor is left: EMFILE
     * @throws InterruptedException when this thread was or is interrupted while none connects
     */
    public ShareChannel accept() throws DmaBufException, AsynchronousCloseException, InterruptedException {
        return accept(Deadline.never()).orElseThrow();
    }

    /**
     * Accepts a connection, with a time limit.
     *
     * @param timeout how long to wait; zero or less takes a connection that has come already
     * @return the connection to it, to be closed by the caller; empty when the time has passed
     * @throws IllegalStateException when this was closed before
     * @throws AsynchronousCloseException when this is closed meanwhile
     * @throws DmaBufException when no descriptor is left: EMFILE
     * @throws InterruptedException when this thread was or is interrupted while none connects
     */
    public Optional<ShareChannel> accept(Duration timeout)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        return accept(Deadline.after(timeout));
    }

    private Optional<ShareChannel> accept(Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        Socket accepted = new Socket(ShareChannel.class, path.toString());
        Optional<ShareChannel> channel = Optional.of(new ShareChannel(accepted));
        boolean ready = false;
        try {
            int result = accept(accepted, deadline);
            if (result == -LibC.EAGAIN()) {
                return Optional.empty();
            }
            socket.check("accept4", result);
            channel.get().setUp();
            ready = true;
            return channel;
        } finally {
            if (!ready) {
                channel.get().close();
            }
        }
    }

    private int accept(Socket accepted, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        int listening = socket.acquire();
        try {
            int result = accepted.own(Sockets.accept(listening));
            return result >= 0
                    ? result
                    : socket.callWaiting(
                            result, LibC.POLLIN(), deadline, () -> accepted.own(Sockets.accept(listening)));
        } finally {
            socket.releaseFor(this);
        }
    }

    /**
     * The path at which processes connect.
     *
     * @return the path as given to {@link #bind}
     */
    public Path path() {
        return path;
    }

    /**
     * Returns whether this listener is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /**
     * Ends listening and removes the socket's file; connections live on. A file that another program has put in its place is
     * left, except where that happens in the moment between the look and the removal: the kernel has no call that does
     * both. Further calls do nothing.
     *
     * @throws DmaBufException when the file cannot be removed (EACCES, EPERM, EROFS) and is left; nobody listens any more all
     *     the same
     * @throws StackOverflowError when this thread's stack has no room for it; then nothing was done, and it can be called again
     */
    @Override
    public void close() throws DmaBufException {
        if (!socket.acquireToEnd()) {
            return;
        }
        try {
            if (socket.shutDownHeld()) {
                removeFile();
            }
        } finally {
            socket.release();
        }
    }

    private void removeFile() throws DmaBufException {
        try (file) {
            file.remove();
        }
    }

    @Override
    public String toString() {
        return "ShareListener[" + TerminalEscape.of(path.toString()) + (isOpen() ? "]" : ", closed]");
    }
}
