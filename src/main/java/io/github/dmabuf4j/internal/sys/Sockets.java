// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.sockaddr_un;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of Unix sockets that keep the bounds of messages (SOCK_SEQPACKET). Each returns its result, or the
 * negative errno.
 */
public final class Sockets {
    private static final MethodHandle SOCKET =
            Native.withErrno("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Native.withErrno("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            Native.withErrno("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Native.withErrno("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT =
            Native.withErrno("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            Native.withErrno("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Native.withErrno(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SENDMSG =
            Native.withErrno("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG =
            Native.withErrno("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    /** A value and its length. */
    private static final MemoryLayout OPTION = MemoryLayout.structLayout(JAVA_INT, JAVA_INT);

    /** The longest path of a socket, without the NUL that ends it. */
    public static final int MAX_PATH_BYTES = (int) sockaddr_un.sun_path$layout().byteSize() - 1;

    private Sockets() {}

    /**
     * socket(2) of this kind.
     *
     * @param flags such as SOCK_NONBLOCK; it is closed by exec in any case
     */
    public static int socket(int flags) {
        MemorySegment state = Scratch.callState();
        int type = LibC.SOCK_SEQPACKET() | LibC.SOCK_CLOEXEC() | flags;
        try {
            return Native.result((int) SOCKET.invokeExact(state, LibC.AF_UNIX(), type, 0), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** bind(2) to a path of at most {@link #MAX_PATH_BYTES}. */
    public static int bind(int fd, byte[] path) {
        MemorySegment address = address(path);
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) BIND.invokeExact(state, fd, address, (int) address.byteSize()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** connect(2) to a path of at most {@link #MAX_PATH_BYTES}; retried after EINTR. */
    public static int connect(int fd, byte[] path) {
        MemorySegment address = address(path);
        return Ioctl.retrying(() -> connect(fd, address));
    }

    private static int connect(int fd, MemorySegment address) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) CONNECT.invokeExact(state, fd, address, (int) address.byteSize()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    private static MemorySegment address(byte[] path) {
        MemorySegment address = Scratch.cleared(sockaddr_un.layout());
        sockaddr_un.sun_family(address, (short) LibC.AF_UNIX());
        MemorySegment.copy(path, 0, sockaddr_un.sun_path(address), ValueLayout.JAVA_BYTE, 0, path.length);
        return address;
    }

    /** listen(2). */
    public static int listen(int fd) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) LISTEN.invokeExact(state, fd, LibC.SOMAXCONN()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** accept4(2), closed by exec; retried after EINTR. */
    public static int accept(int fd) {
        return Ioctl.retrying(() -> acceptOnce(fd));
    }

    private static int acceptOnce(int fd) {
        MemorySegment state = Scratch.callState();
        MemorySegment none = MemorySegment.NULL;
        try {
            return Native.result((int) ACCEPT.invokeExact(state, fd, none, none, LibC.SOCK_CLOEXEC()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** shutdown(2) of both directions: whoever waits for this socket, or its peer, sees the end. */
    public static int shutdown(int fd) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) SHUTDOWN.invokeExact(state, fd, LibC.SHUT_RDWR()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** getsockopt(2) of a number at the level of sockets: its value, never negative. */
    public static int option(int fd, int name) {
        MemorySegment state = Scratch.callState();
        MemorySegment arg = Scratch.cleared(OPTION);
        MemorySegment value = arg.asSlice(0, Integer.BYTES);
        MemorySegment length = arg.asSlice(Integer.BYTES);
        length.set(JAVA_INT, 0, Integer.BYTES);
        try {
            int result = (int) GETSOCKOPT.invokeExact(state, fd, LibC.SOL_SOCKET(), name, value, length);
            return result < 0 ? Native.result(result, state) : value.get(JAVA_INT, 0);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** sendmsg(2), without waiting and without SIGPIPE; retried after EINTR. */
    public static int send(int fd, MemorySegment message) {
        int flags = LibC.MSG_DONTWAIT() | LibC.MSG_NOSIGNAL();
        return Ioctl.retrying(() -> transfer(SENDMSG, fd, message, flags));
    }

    /** recvmsg(2), without waiting, descriptors closed by exec; retried after EINTR. */
    public static int receive(int fd, MemorySegment message) {
        int flags = LibC.MSG_DONTWAIT() | LibC.MSG_CMSG_CLOEXEC();
        return Ioctl.retrying(() -> transfer(RECVMSG, fd, message, flags));
    }

    private static int transfer(MethodHandle call, int fd, MemorySegment message, int flags) {
        MemorySegment state = Scratch.callState();
        try {
            return (int) Native.result((long) call.invokeExact(state, fd, message, flags), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }
}
