// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The system calls. Each returns its result, or the negative errno where the call failed, so that the two cannot
 * come apart. Arguments are passed on as they are: checks belong to the callers.
 */
public final class Sys {
    private static final Linker.Option TWO_FIXED = Linker.Option.firstVariadicArg(2);
    private static final Linker.Option THREE_FIXED = Linker.Option.firstVariadicArg(3);

    private static final MethodHandle OPEN =
            Native.withErrno("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), TWO_FIXED);
    private static final MethodHandle OPENAT = Native.withErrno(
            "openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), THREE_FIXED);
    private static final MethodHandle GETDENTS =
            Native.withErrno("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL =
            Native.withErrno("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), TWO_FIXED);
    private static final MethodHandle FCNTL =
            Native.withErrno("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), TWO_FIXED);
    private static final MethodHandle CLOSE = Native.withErrno("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            Native.withErrno("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            Native.withErrno("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            Native.withErrno("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle EVENTFD =
            Native.withErrno("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CREATE =
            Native.withErrno("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CONTROL =
            Native.withErrno("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            Native.withErrno("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle MEMFD_CREATE =
            Native.withErrno("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FTRUNCATE =
            Native.withErrno("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle ISATTY = Native.plain("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle LSEEK =
            Native.withErrno("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READLINK =
            Native.withErrno("readlink", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle STATX =
            Native.withErrno("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FSTATFS =
            Native.withErrno("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle MMAP = Native.withErrno(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            Native.withErrno("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SYSCONF = Native.plain("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    private Sys() {}

    /** open(2) of an existing file; retried after EINTR. */
    public static int open(String path, int flags) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= Scratch.BYTES) {
            return -LibC.ENAMETOOLONG();
        }
        MemorySegment name = Scratch.string(bytes);
        return Ioctl.retrying(() -> open(name, flags));
    }

    private static int open(MemorySegment path, int flags) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) OPEN.invokeExact(state, path, flags, 0), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** openat(2) of an existing file, for reading; retried after EINTR. */
    static int openAt(int folder, MemorySegment path) {
        MemorySegment state = Scratch.callState();
        int flags = LibC.O_RDONLY() | LibC.O_CLOEXEC();
        int result;
        do {
            result = openAt(state, folder, path, flags);
        } while (result == -LibC.EINTR());
        return result;
    }

    private static int openAt(MemorySegment state, int folder, MemorySegment path, int flags) {
        try {
            return Native.result((int) OPENAT.invokeExact(state, folder, path, flags, 0), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** getdents64(2) into {@code buffer}. */
    static int getdents(int fd, MemorySegment buffer) {
        MemorySegment state = Scratch.callState();
        try {
            return (int) Native.result((long) GETDENTS.invokeExact(state, fd, buffer, buffer.byteSize()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** close(2). Never retried: the descriptor is gone whatever the result. */
    public static int close(int fd) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** ioctl(2), with {@link Scratch#callState}. */
    static int ioctl(MemorySegment state, int fd, long request, MemorySegment arg) {
        try {
            return Native.result((int) IOCTL.invokeExact(state, fd, request, arg), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** fcntl(2) with an int argument. */
    public static int fcntl(int fd, int command, int arg) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) FCNTL.invokeExact(state, fd, command, arg), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** read(2) into {@code buffer}. */
    public static long read(int fd, MemorySegment buffer) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((long) READ.invokeExact(state, fd, buffer, buffer.byteSize()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** write(2) of all of {@code buffer}. */
    public static long write(int fd, MemorySegment buffer) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((long) WRITE.invokeExact(state, fd, buffer, buffer.byteSize()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** poll(2) of an array of {@code count} structures; not retried, since its time would begin again. */
    public static int poll(MemorySegment array, long count, int milliseconds) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) POLL.invokeExact(state, array, count, milliseconds), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** eventfd(2). */
    public static int eventfd(int value, int flags) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) EVENTFD.invokeExact(state, value, flags), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    static int epollCreate(int flags) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) EPOLL_CREATE.invokeExact(state, flags), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    static int epollControl(int epoll, int operation, int fd, MemorySegment event) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) EPOLL_CONTROL.invokeExact(state, epoll, operation, fd, event), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    static int epollWait(int epoll, MemorySegment events, int count, int milliseconds) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, milliseconds), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** memfd_create(2) of a file with the name. */
    public static int memfdCreate(String name, int flags) {
        MemorySegment state = Scratch.callState();
        MemorySegment text = Scratch.string(name.getBytes(StandardCharsets.UTF_8));
        try {
            return Native.result((int) MEMFD_CREATE.invokeExact(state, text, flags), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** ftruncate(2); retried after EINTR. */
    public static int ftruncate(int fd, long bytes) {
        return Ioctl.retrying(() -> setLength(fd, bytes));
    }

    private static int setLength(int fd, long bytes) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) FTRUNCATE.invokeExact(state, fd, bytes), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** isatty(3): whether the descriptor is of a terminal. */
    public static boolean isatty(int fd) {
        try {
            return (int) ISATTY.invokeExact(fd) == 1;
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** lseek(2). */
    public static long lseek(int fd, long offset, int whence) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((long) LSEEK.invokeExact(state, fd, offset, whence), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** readlink(2) of {@code path} into {@code target}. */
    public static long readlink(MemorySegment path, MemorySegment target) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((long) READLINK.invokeExact(state, path, target, target.byteSize()), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** statx(2). */
    static int statx(int folder, MemorySegment path, int flags, int mask, MemorySegment target) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) STATX.invokeExact(state, folder, path, flags, mask, target), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** fstatfs(2). */
    public static int fstatfs(int fd, MemorySegment target) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) FSTATFS.invokeExact(state, fd, target), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** mmap(2) at an address of the kernel's choice. */
    public static long mmap(long length, int protection, int flags, int fd, long offset) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((long) MMAP.invokeExact(state, 0L, length, protection, flags, fd, offset), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    /** munmap(2). */
    public static int munmap(long address, long length) {
        MemorySegment state = Scratch.callState();
        try {
            return Native.result((int) MUNMAP.invokeExact(state, address, length), state);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }

    static long sysconf(int name) {
        try {
            return (long) SYSCONF.invokeExact(name);
        } catch (Throwable thrown) {
            throw Native.defect(thrown);
        }
    }
}
