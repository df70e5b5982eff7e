// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An open device node, for one thread: the few system calls that a driver is spoken to with. */
public final class Device implements AutoCloseable {
    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final short POLLIN = 1;
    private static final int EINTR = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));
    private static final long POLL_BYTES = 8; // struct pollfd: int fd, short events, short revents

    // open and ioctl are variadic in C: on some machines such arguments travel elsewhere.
    private static final MethodHandle OPEN = function("open", JAVA_INT, 2, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle IOCTL = function("ioctl", JAVA_INT, 2, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle READ = function("read", JAVA_LONG, 3, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle POLL = function("poll", JAVA_INT, 3, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MMAP =
            function("mmap", JAVA_LONG, 6, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = function("munmap", JAVA_INT, 2, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, 1, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().find("strerror").orElseThrow(), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private final String path;
    private final int fd;
    private boolean open = true;

    private Device(String path, int flags) throws DeviceException {
        this.path = path;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            fd = (int) call("open", state -> (int) OPEN.invokeExact(state, name, flags | O_CLOEXEC, 0));
        }
    }

    /** Opens a device to control it. */
    public static Device open(Path path) throws DeviceException {
        return new Device(path.toString(), O_RDWR);
    }

    /** Opens a device, or a file of debugfs, to read it only. */
    public static Device openToRead(Path path) throws DeviceException {
        return new Device(path.toString(), O_RDONLY);
    }

    /** Calls the driver; what it answers is in {@code argument}. */
    public void ioctl(Ioctl request, MemorySegment argument) throws DeviceException {
        MemorySegment checked = argument.asSlice(0, request.argument().byteSize());
        call(request.name(), state -> (int) IOCTL.invokeExact(state, fd, request.number(), checked));
    }

    /** Waits until there is something to read, or to dequeue; false when the time was up before. */
    public boolean awaitReadable(Duration timeout) throws DeviceException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(POLL_BYTES, 4);
            poll.set(JAVA_INT, 0, fd);
            poll.set(JAVA_SHORT, 4, POLLIN);
            // The rest of the time after an interruption, rounded up so as not to spin within the last millisecond.
            return call("poll", state -> (int) POLL.invokeExact(state, poll, 1L, millisUntil(deadline))) > 0;
        }
    }

    private static int millisUntil(long deadline) {
        return Math.clamp((deadline - System.nanoTime() + 999_999) / 1_000_000, 0, Integer.MAX_VALUE);
    }

    /** Reads what there is; the number of bytes, 0 at the end. */
    public long read(MemorySegment into) throws DeviceException {
        return call("read", state -> (long) READ.invokeExact(state, fd, into, into.byteSize()));
    }

    /** Maps memory of the device itself, for as long as the arena lives. */
    public MemorySegment map(long offset, long bytes, Arena arena) throws DeviceException {
        long address = call(
                "mmap", state -> (long) MMAP.invokeExact(state, 0L, bytes, PROT_READ_WRITE, MAP_SHARED, fd, offset));
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, mapping -> unmap(address, bytes));
    }

    private void unmap(long address, long bytes) {
        try {
            once("munmap", state -> (int) MUNMAP.invokeExact(state, address, bytes));
        } catch (DeviceException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Closes the device; what it holds of buffers goes with it. Further calls do nothing. */
    @Override
    public void close() throws DeviceException {
        if (open) {
            open = false;
            try {
                once("close", state -> (int) CLOSE.invokeExact(state, fd));
            } catch (DeviceException failure) {
                // An interrupted close has closed: a second one could hit somebody else's descriptor.
                if (failure.errno() != EINTR) {
                    throw failure;
                }
            }
        }
    }

    @Override
    public String toString() {
        return path;
    }

    /** A system call: its result, -1 where it failed. The first argument of its handle takes the errno. */
    private interface Call {
        long invoke(MemorySegment state) throws Throwable;
    }

    /** Calls, again for as long as a signal interrupts. */
    private long call(String name, Call call) throws DeviceException {
        if (!open) {
            throw new IllegalStateException(path + " is closed");
        }
        while (true) {
            try {
                return once(name, call);
            } catch (DeviceException failure) {
                if (failure.errno() != EINTR) {
                    throw failure;
                }
            }
        }
    }

    private long once(String name, Call call) throws DeviceException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = invoke(call, state);
            if (result == -1) {
                int errno = state.get(JAVA_INT, ERRNO);
                throw new DeviceException(name, path, errno, text(errno));
            }
            return result;
        }
    }

    private static long invoke(Call call, MemorySegment state) {
        try {
            return call.invoke(state);
        } catch (Throwable defect) {
            throw new IllegalStateException("the binding is wrong", defect);
        }
    }

    private static String text(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable defect) {
            throw new IllegalStateException("the binding is wrong", defect);
        }
    }

    /** A function of the C library that says why it failed; the arguments from {@code fixed} on are variadic. */
    private static MethodHandle function(String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
        List<Linker.Option> options = new ArrayList<>(List.of(Linker.Option.captureCallState("errno")));
        if (fixed < arguments.length) {
            options.add(Linker.Option.firstVariadicArg(fixed));
        }
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments),
                options.toArray(Linker.Option[]::new));
    }
}
