// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static io.github.dmabuf4j.internal.sys.NativeFunction.pointer;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The system calls. Each returns its result, or the negative errno if the call failed. Arguments are passed on as they are; the
 * callers check them.
 */
public final class Sys {
    private static final NativeFunction OPEN = NativeFunction.of("open");
    private static final NativeFunction OPENAT = NativeFunction.of("openat");
    private static final NativeFunction GETDENTS = NativeFunction.wide("getdents64");
    private static final NativeFunction IOCTL = NativeFunction.of("ioctl");
    private static final NativeFunction FCNTL = NativeFunction.of("fcntl");
    private static final NativeFunction CLOSE = NativeFunction.of("close");
    private static final @Nullable NativeFunction CLOSE_RANGE = NativeFunction.find("close_range");
    private static final NativeFunction READ = NativeFunction.wide("read");
    private static final NativeFunction WRITE = NativeFunction.wide("write");
    private static final NativeFunction POLL = NativeFunction.of("poll");
    private static final NativeFunction EVENTFD = NativeFunction.of("eventfd");
    private static final NativeFunction EPOLL_CREATE = NativeFunction.of("epoll_create1");
    private static final NativeFunction EPOLL_CONTROL = NativeFunction.of("epoll_ctl");
    private static final NativeFunction EPOLL_WAIT = NativeFunction.of("epoll_wait");
    private static final NativeFunction MEMFD_CREATE = NativeFunction.of("memfd_create");
    private static final NativeFunction FTRUNCATE = NativeFunction.of("ftruncate");
    private static final NativeFunction ISATTY = NativeFunction.of("isatty");
    private static final NativeFunction LSEEK = NativeFunction.wide("lseek");
    private static final NativeFunction READLINK = NativeFunction.wide("readlink");
    private static final NativeFunction READLINKAT = NativeFunction.wide("readlinkat");
    private static final NativeFunction STATX = NativeFunction.of("statx");
    private static final NativeFunction UNLINKAT = NativeFunction.of("unlinkat");
    private static final NativeFunction FSTATFS = NativeFunction.of("fstatfs");
    private static final NativeFunction MMAP = NativeFunction.wide("mmap");
    private static final NativeFunction MUNMAP = NativeFunction.of("munmap");
    private static final NativeFunction SYSCONF = NativeFunction.wide("sysconf");

    private static final int WITHOUT_LIMIT = -1;

    private Sys() {}

    /** open(2) of an existing file; retried after EINTR. */
    public static int open(String path, int flags) {
        return onPath(path, name -> OPEN.creating(name, flags, 0));
    }

    /** Makes a call with the address of a path. The errno is ENOENT if no bytes stand for the path. */
    static int onPath(String path, LongToIntFunction call) {
        Optional<byte[]> bytes = KernelText.tryEncode(path);
        if (bytes.isEmpty()) {
            return -LibC.ENOENT();
        }
        return bytes.get().length < Scratch.BYTES
                ? call.applyAsInt(Scratch.string(bytes.get()).address())
                : -LibC.ENAMETOOLONG();
    }

    /** openat(2) of an existing file, for reading; retried after EINTR. */
    static int openAt(int directory, long path) {
        return OPENAT.creating(directory, path, LibC.O_RDONLY() | LibC.O_CLOEXEC());
    }

    /** getdents64(2) into {@code buffer}. */
    static int getdents(int fd, MemorySegment buffer) {
        return (int) transfer(GETDENTS, fd, buffer);
    }

    /**
     * close(2). Never retried: the descriptor is closed whatever the result is. Needs no Java memory.
     *
     * @return 0, or a negative errno: EBADF if there is no such descriptor, EIO for all other reasons
     */
    public static int close(int fd) {
        if (CLOSE.ending(fd, 0, 0) == 0) {
            return 0;
        }
        int flags = fcntl(fd, LibC.F_GETFD(), 0);
        return flags < 0 ? flags : -LibC.EIO();
    }

    /** close_range(2), or close(2) of each. Needs no Java memory. */
    static void closeRange(int first, int last) {
        // Linux before 5.9 has no such call; then nothing was closed.
        if (CLOSE_RANGE == null || CLOSE_RANGE.ending(first, last, 0) != 0) {
            for (int fd = first; fd <= last; fd++) {
                close(fd);
            }
        }
    }

    /** ioctl(2); retried after EINTR. */
    static int ioctl(int fd, long request, MemorySegment arg) {
        try {
            return IOCTL.retrying(fd, request, pointer(arg), 0);
        } finally {
            Reference.reachabilityFence(arg);
        }
    }

    /** ioctl(2) with memory that is never freed; retried after EINTR and EAGAIN. If the first call succeeds, it needs no Java memory. */
    static int ioctlUntilReady(int fd, long request, long arg) {
        return IOCTL.retryingUntilReady(fd, request, arg);
    }

    /** ioctl(2) that creates a descriptor; retried after EINTR. */
    static int ioctlCreating(int fd, long request, MemorySegment arg) {
        try {
            return IOCTL.creating(fd, request, pointer(arg));
        } finally {
            Reference.reachabilityFence(arg);
        }
    }

    /** fcntl(2) with F_DUPFD_CLOEXEC: another descriptor of the same file, closed by exec. */
    public static int duplicate(int fd) {
        return FCNTL.creating(fd, LibC.F_DUPFD_CLOEXEC(), 0);
    }

    /** fcntl(2) with an int argument. */
    public static int fcntl(int fd, int command, int arg) {
        return FCNTL.call(fd, command, arg);
    }

    /** read(2) into {@code buffer}. */
    public static long read(int fd, MemorySegment buffer) {
        return transfer(READ, fd, buffer);
    }

    /** read(2) into {@code buffer}; retried after EINTR. */
    public static int readRetrying(int fd, MemorySegment buffer) {
        try {
            return READ.retrying(fd, pointer(buffer), buffer.byteSize(), 0);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** write(2) of all of {@code buffer}. */
    public static long write(int fd, MemorySegment buffer) {
        return transfer(WRITE, fd, buffer);
    }

    /**
     * write(2) of a short text, with one call.
     *
     * @return 0, or the negative errno
     */
    public static int writeText(int fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            return (int) Math.min(0, write(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes)));
        }
    }

    private static long transfer(NativeFunction function, int fd, MemorySegment buffer) {
        try {
            return function.call(fd, pointer(buffer), buffer.byteSize(), 0, 0, 0);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** poll(2) of an array of {@code count} structures. Not retried, since its time would begin again. */
    public static int poll(MemorySegment array, long count, int milliseconds) {
        try {
            return POLL.call(pointer(array), count, milliseconds);
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    /** poll(2) of one structure, without waiting; retried after EINTR. */
    static int pollNow(MemorySegment entry) {
        try {
            return POLL.retrying(pointer(entry), 1, 0, 0);
        } finally {
            Reference.reachabilityFence(entry);
        }
    }

    /** eventfd(2). */
    public static int eventfd(int value, int flags) {
        return EVENTFD.creating(value, flags, 0);
    }

    /** Returns the errno that creating a descriptor has now; 0 if it succeeds. Frees nothing to make room. */
    public static int lackOfDescriptors() {
        int probe = EVENTFD.call(0, LibC.EFD_CLOEXEC(), 0);
        if (probe < 0) {
            return -probe;
        }
        close(probe);
        return 0;
    }

    static int epollCreate(int flags) {
        return EPOLL_CREATE.creating(flags, 0, 0);
    }

    static int epollControl(int epoll, int operation, int fd, MemorySegment event) {
        try {
            return (int) EPOLL_CONTROL.call(epoll, operation, fd, pointer(event), 0, 0);
        } finally {
            Reference.reachabilityFence(event);
        }
    }

    /** epoll_wait(2) without a time limit; retried after EINTR. */
    static int epollWait(int epoll, MemorySegment events, int count) {
        try {
            return EPOLL_WAIT.retrying(epoll, pointer(events), count, WITHOUT_LIMIT);
        } finally {
            Reference.reachabilityFence(events);
        }
    }

    /** memfd_create(2) of a file with the name. */
    public static int memfdCreate(String name, int flags) {
        MemorySegment text = Scratch.string(KernelText.encode(name));
        return MEMFD_CREATE.creating(text.address(), flags, 0);
    }

    /** ftruncate(2); retried after EINTR. */
    public static int ftruncate(int fd, long bytes) {
        return FTRUNCATE.retrying(fd, bytes, 0, 0);
    }

    /** isatty(3): whether the descriptor is a terminal. */
    public static boolean isatty(int fd) {
        return ISATTY.call(fd, 0, 0) == 1;
    }

    /** lseek(2). */
    public static long lseek(int fd, long offset, int whence) {
        return LSEEK.querying(fd, offset, whence);
    }

    /** readlink(2) of {@code path} into {@code target}. */
    public static int readlink(MemorySegment path, MemorySegment target) {
        try {
            return (int) READLINK.querying(pointer(path), pointer(target), target.byteSize());
        } finally {
            Reference.reachabilityFence(path);
            Reference.reachabilityFence(target);
        }
    }

    /** readlink(2) of a descriptor of this process in procfs, into {@link Scratch#bytes}. */
    static int readDescriptorLink(int fd) {
        return (int) READLINK.querying(Scratch.descriptorPath(fd), Scratch.address(), Scratch.BYTES);
    }

    /** readlinkat(2) into the first bytes of memory that lives as long as the call. */
    static int readLinkAt(int directory, long path, MemorySegment target, int bytes) {
        return (int) READLINKAT.call(directory, path, target.address(), bytes, 0, 0);
    }

    /** statx(2) into memory that lives as long as the call. */
    static int statx(int directory, long path, int flags, int mask, MemorySegment target) {
        return (int) STATX.call(directory, path, flags, mask, target.address(), 0);
    }

    /** unlinkat(2) of a name in an open directory. */
    static int unlinkAt(int directory, MemorySegment name) {
        try {
            return UNLINKAT.call(directory, pointer(name), 0);
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    /** fstatfs(2) into {@link Scratch#bytes}. */
    static int fstatfs(int fd) {
        return (int) FSTATFS.querying(fd, Scratch.address(), 0);
    }

    /** mmap(2) at an address that the kernel chooses. */
    public static long mmap(long length, int protection, int flags, int fd, long offset) {
        return MMAP.creating(0, length, protection, flags, fd, offset);
    }

    /** munmap(2), tried twice. If the first try succeeds, it needs no Java memory. */
    public static int munmap(long address, long length) {
        return MUNMAP.ending(address, length, 0) == 0 ? 0 : MUNMAP.call(address, length, 0);
    }

    static long sysconf(int name) {
        return SYSCONF.call(name, 0, 0, 0, 0, 0);
    }
}
