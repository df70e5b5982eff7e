// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.sockaddr_un;
import io.github.dmabuf4j.internal.gen.ucred;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * The system calls of Unix sockets that preserve message boundaries (SOCK_SEQPACKET). Each returns its result, or the negative
 * errno.
 */
public final class Sockets {
    private static final NativeFunction SOCKET = NativeFunction.of("socket");
    private static final NativeFunction BIND = NativeFunction.of("bind");
    private static final NativeFunction CONNECT = NativeFunction.of("connect");
    private static final NativeFunction LISTEN = NativeFunction.of("listen");
    private static final NativeFunction ACCEPT = NativeFunction.of("accept4");
    private static final NativeFunction SHUTDOWN = NativeFunction.of("shutdown");
    private static final NativeFunction GETSOCKOPT = NativeFunction.of("getsockopt");
    private static final NativeFunction SETSOCKOPT = NativeFunction.of("setsockopt");
    private static final NativeFunction SENDMSG = NativeFunction.wide("sendmsg");
    private static final NativeFunction RECVMSG = NativeFunction.wide("recvmsg");

    /** A value and its length. */
    private static final MemoryLayout OPTION = MemoryLayout.structLayout(JAVA_INT, JAVA_INT);

    private static final MemoryLayout CREDENTIALS = MemoryLayout.structLayout(ucred.layout(), JAVA_INT);

    /** The longest path of a socket, without the NUL that ends it. */
    public static final int MAX_PATH_BYTES = (int) sockaddr_un.sun_path$layout().byteSize() - 1;

    /** SOCK_DGRAM, the same on each architecture that the library is made for. */
    static final int DATAGRAM = 2;

    /** A name that begins with this is in the abstract namespace, and no path. */
    private static final byte ABSTRACT = 0;

    private Sockets() {}

    /**
     * socket(2) of type SOCK_SEQPACKET. The socket is closed by exec.
     *
     * @param flags further flags, such as SOCK_NONBLOCK
     */
    public static int socket(int flags) {
        return SOCKET.creating(LibC.AF_UNIX(), LibC.SOCK_SEQPACKET() | LibC.SOCK_CLOEXEC() | flags, 0);
    }

    /** socket(2) of type SOCK_DGRAM. The socket is closed by exec. */
    public static int datagramSocket() {
        return SOCKET.creating(LibC.AF_UNIX(), DATAGRAM | LibC.SOCK_CLOEXEC() | LibC.SOCK_NONBLOCK(), 0);
    }

    /** connect(2) to a path, or to an abstract name, which begins with a NUL; of at most {@link #MAX_PATH_BYTES}. */
    static int connectByName(int fd, byte[] name) {
        MemorySegment address = address(name);
        return CONNECT.creating(fd, address.address(), addressLength(name));
    }

    /** bind(2) to a name like that of {@link #connectByName}. */
    static int bindByName(int fd, byte[] name) {
        MemorySegment address = address(name);
        return BIND.call(fd, address.address(), addressLength(name));
    }

    /** Each byte of an abstract name counts, also those after its end. */
    private static long addressLength(byte[] name) {
        return name[0] == ABSTRACT ? sockaddr_un.sun_path$offset() + name.length : sockaddr_un.sizeof();
    }

    /** bind(2) to a path of at most {@link #MAX_PATH_BYTES}. */
    public static int bind(int fd, byte[] path) {
        MemorySegment address = address(path);
        return BIND.call(fd, address.address(), address.byteSize());
    }

    /**
     * connect(2) to a path of at most {@link #MAX_PATH_BYTES}; retried after EINTR. The errno is EAGAIN if the socket does not
     * block and the listener has no room for another connection.
     */
    public static int connect(int fd, byte[] path) {
        MemorySegment address = address(path);
        return CONNECT.creating(fd, address.address(), address.byteSize());
    }

    private static MemorySegment address(byte[] path) {
        MemorySegment address = Scratch.cleared(sockaddr_un.layout());
        sockaddr_un.sun_family(address, (short) LibC.AF_UNIX());
        MemorySegment.copy(path, 0, sockaddr_un.sun_path(address), ValueLayout.JAVA_BYTE, 0, path.length);
        return address;
    }

    /** listen(2). */
    public static int listen(int fd) {
        return LISTEN.call(fd, LibC.SOMAXCONN(), 0);
    }

    /** accept4(2), closed by exec; retried after EINTR. */
    public static int accept(int fd) {
        return (int) ACCEPT.creating(fd, 0, 0, LibC.SOCK_CLOEXEC(), 0, 0);
    }

    /** shutdown(2) of both directions. It ends the waits for this socket and for its peer. */
    public static int shutdown(int fd) {
        return SHUTDOWN.call(fd, LibC.SHUT_RDWR(), 0);
    }

    /** getsockopt(2) of an int at the socket level. Returns its value, which is not negative. */
    public static int option(int fd, int name) {
        MemorySegment option = Scratch.cleared(OPTION);
        int result = get(fd, name, option, Integer.BYTES);
        return result < 0 ? result : option.get(JAVA_INT, 0);
    }

    /**
     * getsockopt(2) of SO_PEERCRED: the process that created the other end of the connection.
     *
     * @param ids receives the ids of the process, the user and the group, the last two unsigned
     * @return 0, or the negative errno
     */
    public static int peerCredentials(int fd, int[] ids) {
        MemorySegment option = Scratch.cleared(CREDENTIALS);
        int result = get(fd, LibC.SO_PEERCRED(), option, ucred.sizeof());
        ids[0] = ucred.pid(option);
        ids[1] = ucred.uid(option);
        ids[2] = ucred.gid(option);
        return result;
    }

    /** The length follows the value. */
    private static int get(int fd, int name, MemorySegment option, long bytes) {
        MemorySegment length = option.asSlice(bytes);
        length.set(JAVA_INT, 0, (int) bytes);
        return (int) GETSOCKOPT.call(fd, LibC.SOL_SOCKET(), name, option.address(), length.address(), 0);
    }

    /** setsockopt(2) of SO_TIMESTAMP. From then on each message is received with control data, and the end without. */
    public static int setTimestamps(int fd) {
        MemorySegment value = Scratch.cleared(OPTION);
        value.set(JAVA_INT, 0, 1);
        return (int) SETSOCKOPT.call(fd, LibC.SOL_SOCKET(), LibC.SO_TIMESTAMP(), value.address(), Integer.BYTES, 0);
    }

    /**
     * sendmsg(2), without waiting and without SIGPIPE; retried after EINTR. Where the errno would be ECONNRESET, which the kernel reports
     * once, it may be EPIPE.
     */
    public static int send(int fd, MemorySegment message) {
        try {
            return SENDMSG.queryingRetrying(
                    fd, NativeFunction.pointer(message), LibC.MSG_DONTWAIT() | LibC.MSG_NOSIGNAL());
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    /** recvmsg(2), without waiting, descriptors closed by exec; retried after EINTR. */
    public static int receive(int fd, MemorySegment message) {
        try {
            return RECVMSG.creating(fd, NativeFunction.pointer(message), LibC.MSG_DONTWAIT() | LibC.MSG_CMSG_CLOEXEC());
        } finally {
            Reference.reachabilityFence(message);
        }
    }
}
