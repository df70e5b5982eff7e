// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sockets;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another process that carries buffers and sync files: a Unix socket that keeps the bounds of messages
 * (SOCK_SEQPACKET). A message is sent, and arrives, as a whole or not at all.
 *
 * <p>All methods may be called by any thread, several may send and receive at once. Waiting holds no carrier of a virtual
 * thread, and ends when the thread is interrupted. A close ends the waits of other threads with
 * {@link IllegalStateException}; what was sent before can still be received by the other process.
 *
 * <p>Needs Linux 2.6.23 (MSG_CMSG_CLOEXEC).
 */
public final class ShareChannel implements AutoCloseable {
    /** The most buffers and sync files, together, in one message: as many as the kernel passes at once. */
    public static final int MAX_ITEMS = Wire.MAX_ITEMS;

    /** The most bytes of the program's own in one message. */
    public static final int MAX_DATA_BYTES = Wire.MAX_DATA;

    private final Socket socket;
    private final Half sending = new Half();
    private final Half receiving = new Half();

    /** One direction: memory for a message, and who may use it. */
    private static final class Half {
        private final ReentrantLock lock = new ReentrantLock();

        /** Null until the first message: it takes 80 KiB. */
        private @Nullable Wire wire;

        /** For who has the lock. */
        private Wire wire() {
            Wire made = wire;
            if (made == null) {
                made = new Wire();
                wire = made;
            }
            return made;
        }
    }

    private ShareChannel(Socket socket) {
        this.socket = socket;
    }

    static ShareChannel of(Socket socket) {
        return new ShareChannel(socket);
    }

    /**
     * Connects to a {@link ShareListener}, or to a listening socket of that type of a program in another language.
     *
     * @param path of the socket
     * @return the connection, to be closed by the caller
     * @throws IllegalArgumentException when the path is too long for a socket (107 bytes)
     * @throws DmaBufException when there is no such socket (ENOENT), nobody listens on it (ECONNREFUSED), this user may not
     *     use it (EACCES), it is of another type (EPROTOTYPE), or no descriptor is left (EMFILE)
     */
    public static ShareChannel connect(Path path) throws DmaBufException {
        byte[] name = ShareListener.socketName(path);
        Socket socket = ShareListener.socket(path, 0);
        boolean connected = false;
        try {
            socket.check("connect", socket.call(fd -> Sockets.connect(fd, name)));
            connected = true;
            return of(socket);
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    /**
     * Takes over a connected socket that came from elsewhere, as from a parent process. From then on the channel owns the
     * number and nobody else may close it. Its flags stay as they are.
     *
     * @param fd a descriptor of this process
     * @return the channel
     * @throws DmaBufException when it is no socket (EBADF, ENOTSOCK), or not a Unix socket of type SOCK_SEQPACKET; the
     *     descriptor is left as it was
     */
    public static ShareChannel adopt(int fd) throws DmaBufException {
        String target = "fd " + fd;
        int domain = option(fd, target, LibC.SO_DOMAIN());
        int type = option(fd, target, LibC.SO_TYPE());
        if (domain != LibC.AF_UNIX() || type != LibC.SOCK_SEQPACKET()) {
            throw new DmaBufException("adopt", target, 0, "it is no Unix socket of type SOCK_SEQPACKET");
        }
        return of(new Socket(fd, "another owner"));
    }

    private static int option(int fd, String target, int name) throws DmaBufException {
        int value = Sockets.option(fd, name);
        if (value < 0) {
            throw new DmaBufException("getsockopt", target, -value);
        }
        return value;
    }

    /**
     * Sends buffers in one message. They stay the sender's as well, who may close them as soon as this returns.
     *
     * @param buffers at most {@link #MAX_ITEMS}
     * @throws IllegalArgumentException when there are too many
     * @throws DmaBufException when the other process has closed the channel or has ended (EPIPE, ECONNRESET), or when the
     *     kernel refuses: ETOOMANYREFS when too many descriptors are under way, ENOMEM; then nothing was sent
     * @throws InterruptedException when this thread was interrupted before, or is while the channel is full; then nothing was
     *     sent
     */
    public void send(DmaBuf... buffers) throws DmaBufException, InterruptedException {
        send(List.of(buffers), List.of(), new byte[0]);
    }

    /**
     * Sends buffers, sync files and bytes in one message. Buffers and sync files stay the sender's as well, who may close
     * them as soon as this returns.
     *
     * @param buffers at most {@link #MAX_ITEMS} together with the sync files
     * @param syncFiles such as the fences that the receiver has to wait for
     * @param data the program's own, at most {@link #MAX_DATA_BYTES}
     * @throws IllegalArgumentException when there are too many, or too much
     * @throws DmaBufException as {@link #send(DmaBuf...)}
     * @throws InterruptedException when this thread was interrupted before, or is while the channel is full; then nothing was
     *     sent
     */
    public void send(List<DmaBuf> buffers, List<SyncFile> syncFiles, byte[] data)
            throws DmaBufException, InterruptedException {
        checkSizes(buffers.size() + syncFiles.size(), data.length);
        try (Consignment consignment = Consignment.of(buffers, syncFiles)) {
            sending.lock.lockInterruptibly();
            try {
                MemorySegment message = sending.wire().toSend(consignment.items(), consignment.fds(), data);
                socket.check("sendmsg", socket.callWaiting(LibC.POLLOUT(), fd -> Sockets.send(fd, message)));
            } finally {
                sending.lock.unlock();
            }
        }
    }

    private static void checkSizes(int items, int dataBytes) {
        if (items > MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "a message has at most " + MAX_ITEMS + " buffers and sync files, not " + items);
        }
        if (dataBytes > MAX_DATA_BYTES) {
            throw new IllegalArgumentException(
                    "a message has at most " + MAX_DATA_BYTES + " bytes of data, not " + dataBytes);
        }
    }

    /**
     * Receives one message, waiting for it where none has come yet.
     *
     * @return its content, to be closed by the caller; empty when the other process has closed the channel, or has ended, and
     *     there is no message left
     * @throws DmaBufException when the message is not as it must be: of another protocol, with a descriptor that is not what
     *     the message says, or with fewer than it says since none is left in this process; then all its descriptors were
     *     closed, and the next message can be received. Also, once, when the other process closed the channel or ended with
     *     messages unread (ECONNRESET): what it sent before can be received then
     * @throws InterruptedException when this thread was interrupted before, or is while no message is there; then none was
     *     taken
     */
    public Optional<Delivery> receive() throws DmaBufException, InterruptedException {
        receiving.lock.lockInterruptibly();
        try {
            Wire wire = receiving.wire();
            MemorySegment message = wire.toReceive();
            int received = socket.callWaiting(LibC.POLLIN(), fd -> Sockets.receive(fd, message));
            socket.check("recvmsg", received);
            return delivery(wire, received);
        } finally {
            receiving.lock.unlock();
        }
    }

    private Optional<Delivery> delivery(Wire wire, int received) throws DmaBufException {
        int[] fds = wire.descriptors();
        if (received == 0 && fds.length == 0 && !wire.lacksDescriptors()) {
            socket.failIfClosed();
            return Optional.empty();
        }
        return Optional.of(new Receipt(socket.target(), fds).accept(wire, received));
    }

    /**
     * Waits until {@link #receive} need not wait: a message has come, or the other process has closed the channel.
     *
     * @param timeout how long to wait; zero or less asks without waiting
     * @return whether that is so; false when the time has passed
     * @throws DmaBufException when no wait is possible: EMFILE, or ENOSPC where the user's limit of watches is reached
     * @throws InterruptedException when this thread was or is interrupted
     */
    public boolean await(Duration timeout) throws DmaBufException, InterruptedException {
        return socket.awaitEvents(LibC.POLLIN(), timeout);
    }

    /** Closes the connection. Further calls do nothing. */
    @Override
    public void close() {
        socket.shutDown();
    }

    @Override
    public String toString() {
        return "ShareChannel[" + socket.target() + (socket.isClosed() ? ", closed]" : "]");
    }
}
