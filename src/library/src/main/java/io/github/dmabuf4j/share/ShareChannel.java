// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.jfr.ReceiveEvent;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import io.github.dmabuf4j.internal.sys.Sockets;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another process that carries buffers and sync files: a Unix socket that preserves message boundaries
 * (SOCK_SEQPACKET). A message is sent and received as a whole or not at all.
 *
 * <p>Any thread may call any method, and several threads may send and receive at once. A wait does not pin the carrier of a virtual
 * thread, and ends when the thread is interrupted. Each wait has a form with a time limit, which is measured by the monotonic
 * clock; with a limit of zero or less the method tries once. A close ends the waits of all other threads with
 * {@link AsynchronousCloseException}; calls after the close throw {@link IllegalStateException}. The other process can still
 * receive what was sent before.
 *
 * <p>A channel that is dropped without a close is closed after the garbage collector has found it, and reported once as a
 * warning (SLF4J, logger of this class) with the stack trace of its creation, as a {@link DmaBuf} is.
 *
 * <p>Needs Linux 2.6.23 (MSG_CMSG_CLOEXEC).
 */
public final class ShareChannel implements AutoCloseable {
    static {
        NativeAccess.check();
    }

    /** The largest number of buffers and sync files in one message, which is the kernel's limit of descriptors. */
    public static final int MAX_ITEMS = MessageBuffer.MAX_ITEMS;

    /** The largest number of bytes of the program's own data in one message. */
    public static final int MAX_DATA_BYTES = MessageBuffer.MAX_DATA;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(16);

    private final Socket socket;
    private final Half sending = new Half();
    private final Half receiving = new Half();
    private volatile boolean ended;

    /** The highest version of messages that the other process can receive; 0 as long as it has sent none. */
    private volatile int spoken;

    /** One direction of the channel: memory for a message, and the lock for it. */
    private static final class Half {
        private final ReentrantLock lock = new ReentrantLock();

        /** Null until the first message, since it takes 80 KiB. */
        private @Nullable MessageBuffer messageBuffer;

        boolean lock(Deadline deadline) throws InterruptedException {
            return lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        }

        /** For the thread that has the lock. */
        private MessageBuffer messageBuffer() {
            MessageBuffer made = messageBuffer;
            if (made == null) {
                made = new MessageBuffer();
                messageBuffer = made;
            }
            return made;
        }
    }

    /** Creates a channel on a socket that may have no descriptor yet. When it has one, {@link #setUp} is to be called. */
    ShareChannel(Socket socket) {
        this.socket = socket;
        socket.freeAfter(this);
    }

    void setUp() throws DmaBufException {
        socket.check("setsockopt", call(Sockets::setTimestamps));
    }

    private int call(IntUnaryOperator call) {
        try {
            return socket.call(call);
        } finally {
            // Until here the Cleaner must not think that this was dropped.
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Connects to a {@link ShareListener}, or to a listening socket of this type of a program in another language. Waits while the
     * listener has no room for another connection that it has not accepted yet.
     *
     * @param path the path of the socket
     * @return the connection, to be closed by the caller
     * @throws IllegalArgumentException when the path is too long for a socket (107 bytes)
     * @throws DmaBufException when there is no such socket (ENOENT), nobody listens on it (ECONNREFUSED), this user may not
     *     use it (EACCES), it is of another type (EPROTOTYPE), or no descriptor is left (EMFILE)
     * @throws InterruptedException when this thread was or is interrupted while it waits
     */
    public static ShareChannel connect(Path path) throws DmaBufException, InterruptedException {
        return connect(path, Deadline.never()).orElseThrow();
    }

    /**
     * Connects like {@link #connect(Path)}, with a time limit.
     *
     * @param path the path of the socket
     * @param timeout how long to wait; zero or less tries once
     * @return the connection, to be closed by the caller; empty when the time has passed
     * @throws IllegalArgumentException when the path is too long for a socket (107 bytes)
     * @throws DmaBufException as {@link #connect(Path)}
     * @throws InterruptedException when this thread was or is interrupted while it waits
     */
    public static Optional<ShareChannel> connect(Path path, Duration timeout)
            throws DmaBufException, InterruptedException {
        return connect(path, Deadline.after(timeout));
    }

    private static Optional<ShareChannel> connect(Path path, Deadline deadline)
            throws DmaBufException, InterruptedException {
        byte[] name = ShareListener.socketName(path);
        Socket socket = new Socket(ShareChannel.class, path.toString());
        Optional<ShareChannel> channel = Optional.of(new ShareChannel(socket));
        boolean connected = false;
        try {
            socket.open();
            int result = connect(socket, name, deadline);
            if (result == -LibC.EAGAIN()) {
                return Optional.empty();
            }
            socket.check("connect", result);
            channel.get().setUp();
            connected = true;
            return channel;
        } finally {
            if (!connected) {
                channel.get().close();
            }
        }
    }

    /** Tries repeatedly: no event reports that a listener has room, and a blocking call could not be interrupted. */
    private static int connect(Socket socket, byte[] name, Deadline deadline) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            int result = socket.call(fd -> Sockets.connect(fd, name));
            Duration left = deadline.left();
            if (result != -LibC.EAGAIN() || !left.isPositive()) {
                return result;
            }
            Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    /**
     * Takes over a connected socket that was created elsewhere, such as by a parent process. From then on the channel owns the
     * descriptor, and nobody else may close it. Its flags do not change; its option {@code SO_TIMESTAMP} is set.
     *
     * @param fd a descriptor of this process
     * @return the channel
     * @throws DmaBufException when it is not a socket (EBADF, ENOTSOCK), or not a Unix socket of type SOCK_SEQPACKET; the
     *     descriptor then stays open and belongs to the caller
     */
    public static ShareChannel adopt(int fd) throws DmaBufException {
        String target = "fd " + fd;
        int domain = option(fd, target, LibC.SO_DOMAIN());
        int type = option(fd, target, LibC.SO_TYPE());
        if (domain != LibC.AF_UNIX() || type != LibC.SOCK_SEQPACKET()) {
            throw new DmaBufException("adopt", target, 0, "it is not a Unix socket of type SOCK_SEQPACKET");
        }
        check("setsockopt", target, Sockets.setTimestamps(fd));
        // What can fail comes first: then the descriptor stays the caller's.
        Socket socket = new Socket(ShareChannel.class, "another owner");
        ShareChannel channel = new ShareChannel(socket);
        socket.own(fd);
        return channel;
    }

    private static int option(int fd, String target, int name) throws DmaBufException {
        return check("getsockopt", target, Sockets.option(fd, name));
    }

    private static int check(String operation, String target, int result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException(operation, target, -result);
        }
        return result;
    }

    /**
     * Returns the process that created the other end of this connection, as it was at that time.
     *
     * @return the ids of the process, its user and its group
     * @throws IllegalStateException when this is closed
     * @throws DmaBufException when the kernel refuses
     */
    public PeerCredentials peerCredentials() throws DmaBufException {
        int[] ids = new int[3];
        socket.check("getsockopt", call(fd -> Sockets.peerCredentials(fd, ids)));
        return new PeerCredentials(ids[0], Integer.toUnsignedLong(ids[1]), Integer.toUnsignedLong(ids[2]));
    }

    /**
     * Sends buffers in one message. The sender keeps its buffers, and may close them as soon as this method returns.
     *
     * @param buffers at most {@link #MAX_ITEMS}
     * @throws IllegalArgumentException when there are too many
     * @throws IllegalStateException when this was closed before, or a buffer is closed
     * @throws AsynchronousCloseException when this is closed in the meantime; then nothing was sent
     * @throws DmaBufException when the other process has closed the channel or has ended (EPIPE, ECONNRESET), or when the
     *     kernel refuses: ETOOMANYREFS when too many descriptors were sent and not received yet, ENOMEM; then nothing was sent
     * @throws InterruptedException when this thread was interrupted before, or is while the channel is full; then nothing was
     *     sent
     */
    public void send(DmaBuf... buffers) throws DmaBufException, AsynchronousCloseException, InterruptedException {
        send(List.of(buffers), List.of(), new byte[0]);
    }

    /**
     * Sends buffers, sync files and bytes in one message. The sender keeps its buffers and sync files, and may close them as soon
     * as this method returns.
     *
     * @param buffers at most {@link #MAX_ITEMS} together with the sync files
     * @param syncFiles for example the fences that the receiver has to wait for
     * @param data the program's own bytes, at most {@link #MAX_DATA_BYTES}
     * @throws IllegalArgumentException when there are too many, or too much
     * @throws IllegalStateException as {@link #send(DmaBuf...)}
     * @throws AsynchronousCloseException when this is closed in the meantime; then nothing was sent
     * @throws DmaBufException as {@link #send(DmaBuf...)}
     * @throws InterruptedException when this thread was interrupted before, or is while the channel is full; then nothing was
     *     sent
     */
    public void send(List<DmaBuf> buffers, List<SyncFile> syncFiles, byte[] data)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        send(buffers, syncFiles, data, Deadline.never());
    }

    /**
     * Sends buffers, sync files and bytes in one message, with a time limit. Sending waits while the other process has not
     * received what was sent before.
     *
     * @param buffers at most {@link #MAX_ITEMS} together with the sync files
     * @param syncFiles for example the fences that the receiver has to wait for
     * @param data the program's own bytes, at most {@link #MAX_DATA_BYTES}
     * @param timeout how long to wait, for other threads that send as well; zero or less tries once
     * @return whether the message was sent; false when the time has passed, then nothing was sent
     * @throws IllegalArgumentException when there are too many, or too much
     * @throws IllegalStateException as {@link #send(DmaBuf...)}
     * @throws AsynchronousCloseException when this is closed in the meantime; then nothing was sent
     * @throws DmaBufException as {@link #send(DmaBuf...)}
     * @throws InterruptedException when this thread was interrupted before, or is while the channel is full; then nothing was
     *     sent
     */
    public boolean send(List<DmaBuf> buffers, List<SyncFile> syncFiles, byte[] data, Duration timeout)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        return send(buffers, syncFiles, data, Deadline.after(timeout));
    }

    private boolean send(List<DmaBuf> buffers, List<SyncFile> syncFiles, byte[] data, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        // Another thread may change the lists.
        List<DmaBuf> sentBuffers = List.copyOf(buffers);
        List<SyncFile> sentSyncFiles = List.copyOf(syncFiles);
        checkSizes(sentBuffers.size() + sentSyncFiles.size(), data.length);
        int fd = socket.acquire();
        try (OutgoingMessage outgoing = OutgoingMessage.of(sentBuffers, sentSyncFiles)) {
            return send(fd, outgoing, data, deadline);
        } finally {
            socket.releaseFor(this);
        }
    }

    /**
     * Sends a frame in one message: its buffers, its layout and its fences. The sender keeps the frame and the fences, and may close
     * them as soon as this method returns.
     *
     * @param message the frame, and what belongs to it
     * @throws IllegalArgumentException when the message has too many bytes of data
     * @throws UnsupportedOperationException when the other process has sent a message that says that it cannot receive frames: a
     *     program made for version 1 of the messages. Until it has sent a message, this is unknown: the frame is sent, and such a
     *     program refuses it
     * @throws IllegalStateException when this was closed before, or a buffer or fence is closed
     * @throws AsynchronousCloseException when this is closed in the meantime; then nothing was sent
     * @throws DmaBufException as {@link #send(DmaBuf...)}
     * @throws InterruptedException as {@link #send(DmaBuf...)}
     */
    public void send(FrameMessage message) throws DmaBufException, AsynchronousCloseException, InterruptedException {
        send(message, Deadline.never());
    }

    /**
     * Sends a frame like {@link #send(FrameMessage)}, with a time limit.
     *
     * @param message the frame, and what belongs to it
     * @param timeout how long to wait, for other threads that send as well; zero or less tries once
     * @return whether the message was sent; false when the time has passed, then nothing was sent
     * @throws IllegalArgumentException as {@link #send(FrameMessage)}
     * @throws UnsupportedOperationException as {@link #send(FrameMessage)}
     * @throws IllegalStateException as {@link #send(FrameMessage)}
     * @throws AsynchronousCloseException when this is closed in the meantime; then nothing was sent
     * @throws DmaBufException as {@link #send(DmaBuf...)}
     * @throws InterruptedException as {@link #send(DmaBuf...)}
     */
    public boolean send(FrameMessage message, Duration timeout)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        return send(message, Deadline.after(timeout));
    }

    private boolean send(FrameMessage message, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        checkSizes(0, message.bytes().length);
        int fd = socket.acquire();
        try {
            checkThatFramesAreReceived();
            try (OutgoingMessage outgoing = OutgoingMessage.of(message)) {
                return send(fd, outgoing, message.bytes(), deadline);
            }
        } finally {
            socket.releaseFor(this);
        }
    }

    private void checkThatFramesAreReceived() {
        if (spoken == MessageBuffer.VERSION) {
            throw new UnsupportedOperationException("the other process of " + this + " speaks version " + spoken
                    + " of the messages, and frames need version " + MessageBuffer.FRAME_VERSION
                    + ": update it, or send the buffers without a frame");
        }
    }

    private boolean send(int fd, OutgoingMessage outgoing, byte[] data, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        if (!sending.lock(deadline)) {
            return false;
        }
        try {
            MemorySegment message =
                    sending.messageBuffer().toSend(outgoing.items(), outgoing.fds(), outgoing.frame(), data);
            int first = Sockets.send(fd, message);
            int result = first >= 0
                    ? first
                    : socket.callWaiting(first, LibC.POLLOUT(), deadline, () -> Sockets.send(fd, message));
            return result != -LibC.EAGAIN() && socket.check("sendmsg", result) >= 0;
        } finally {
            sending.lock.unlock();
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
     * Receives one message. Waits until one has arrived.
     *
     * @return its content, to be closed by the caller; empty when the other process has closed the channel, or has ended, and
     *     there is no message left
     * @throws IllegalStateException when this was closed before
     * @throws AsynchronousCloseException when this is closed in the meantime
     * @throws DmaBufException when the message is not as it must be: empty, of another protocol, with a frame that is not valid, with a
     *     descriptor that is not what the message says, or with fewer than it says since none is left in this process (EMFILE); then all its
     *     descriptors were closed, and the next message can be received. Also, once, when the other process closed the channel
     *     or ended with messages unread (ECONNRESET): what it sent before can be received then
     * @throws InterruptedException when this thread was interrupted before, or is while no message is there; then none was
     *     taken
     */
    public Optional<Delivery> receive() throws DmaBufException, AsynchronousCloseException, InterruptedException {
        return receive(Deadline.never());
    }

    /**
     * Receives one message, with a time limit.
     *
     * @param timeout how long to wait, for other threads that receive as well; zero or less takes a message that has come
     *     already
     * @return its content, to be closed by the caller; empty when the time has passed, or, for which see {@link #hasEnded},
     *     when there will be no message any more
     * @throws IllegalStateException when this was closed before
     * @throws AsynchronousCloseException when this is closed in the meantime
     * @throws DmaBufException as {@link #receive()}
     * @throws InterruptedException when this thread was interrupted before, or is while no message is there; then none was
     *     taken
     */
    public Optional<Delivery> receive(Duration timeout)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        return receive(Deadline.after(timeout));
    }

    private Optional<Delivery> receive(Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        int fd = socket.acquire();
        try {
            if (!receiving.lock(deadline)) {
                return Optional.empty();
            }
            try {
                return receive(fd, receiving.messageBuffer(), deadline);
            } finally {
                receiving.lock.unlock();
            }
        } finally {
            socket.releaseFor(this);
        }
    }

    private Optional<Delivery> receive(int fd, MessageBuffer messageBuffer, Deadline deadline)
            throws DmaBufException, AsynchronousCloseException, InterruptedException {
        ReceiveEvent event = Events.receive();
        try {
            int received = messageBuffer.receive(fd);
            if (received < 0) {
                received = socket.callWaiting(received, LibC.POLLIN(), deadline, () -> messageBuffer.receive(fd));
            }
            if (received == -LibC.EAGAIN()) {
                return Optional.empty();
            }
            if (messageBuffer.isEnd(received)) {
                // A last message may have arrived after the kernel looked for one and before it found the end.
                received = messageBuffer.receive(fd);
            }
            Optional<Delivery> delivery = delivery(messageBuffer, socket.check("recvmsg", received));
            if (event != null && delivery.isPresent()) {
                delivery.get().record(event, this);
            }
            return delivery;
        } finally {
            messageBuffer.closeRest();
        }
    }

    private Optional<Delivery> delivery(MessageBuffer messageBuffer, int received)
            throws DmaBufException, AsynchronousCloseException {
        if (messageBuffer.isEnd(received)) {
            socket.failIfClosed();
            ended = true;
            return Optional.empty();
        }
        Delivery delivery = new IncomingMessage(socket, messageBuffer).accept(received);
        spoken = messageBuffer.spoken();
        return Optional.of(delivery);
    }

    /**
     * Whether a receive has found the end of the channel: the other process has closed it or has ended, and no message is left.
     *
     * @return true from then on; false before, even where the other process has closed the channel already
     */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Waits until {@link #receive} does not have to wait: a message has arrived, or the other process has closed the channel.
     *
     * @param timeout how long to wait; zero or less asks without waiting
     * @return true when that is so; false when the time has passed
     * @throws IllegalStateException when this was closed before
     * @throws AsynchronousCloseException when this is closed in the meantime
     * @throws DmaBufException when no wait is possible: EMFILE, or ENOSPC where the user's limit of watches is reached
     * @throws InterruptedException when this thread was or is interrupted
     */
    public boolean await(Duration timeout) throws DmaBufException, AsynchronousCloseException, InterruptedException {
        socket.acquire();
        try {
            return socket.awaitEvents(LibC.POLLIN(), Deadline.after(timeout));
        } finally {
            socket.releaseFor(this);
        }
    }

    /**
     * Returns whether this channel is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /**
     * Closes the connection. Further calls do nothing.
     *
     * @throws StackOverflowError when this thread's stack has no room for it; then nothing was done, and it can be called again
     */
    @Override
    public void close() {
        try {
            socket.shutDown();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "ShareChannel[" + socket.shown() + (isOpen() ? "]" : ", closed]");
    }
}
