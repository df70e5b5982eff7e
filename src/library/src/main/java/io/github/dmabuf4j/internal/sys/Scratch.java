// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Native memory of one thread for one system call: its errno, and its argument or result.
 *
 * <p>Each thread has its own, so no call sees the errno of another, and no call allocates. A caller copies what it needs
 * before the next call of the same thread.
 */
public final class Scratch {
    /** Holds the longest path, or a page of a statistics file. */
    public static final int BYTES = 4096;

    /** Holds each structure of a call, and the name of a buffer. */
    private static final int ARGUMENT_BYTES = 512;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::make);

    /**
     * Those of the threads of pools which may clear the variables of a thread between two tasks, as the common pool of Java 25 does: the
     * memory must stay while a call uses it, and what a call has left there must be found. Guarded by itself.
     */
    private static final Map<Thread, Scratch> KEPT = new WeakHashMap<>();

    /** Those of the threads that called last, by the last bits of their ids. This look-up costs a quarter of a ThreadLocal's. */
    private static final @Nullable Scratch[] RECENT = new Scratch[256];

    /** The id of the thread. No other thread gets it. */
    private final long thread = Thread.currentThread().threadId();

    private final MemorySegment callState;
    private final MemorySegment argument;

    /** Null until the thread needs it: there may be many (virtual) threads. */
    private @Nullable Page page;

    private Scratch() {
        Arena arena = Arena.ofAuto();
        callState = arena.allocate(NativeFunction.CALL_STATE);
        argument = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
    }

    /** The part that only threads have that read files. */
    private static final class Page {
        // A direct buffer, whose accesses ask for no arena as those of a segment's buffer do.
        private final ByteBuffer view = ByteBuffer.allocateDirect(
                        BYTES + Long.BYTES + NumberedPath.BYTES + DescriptorPath.BYTES)
                .order(ByteOrder.nativeOrder());
        private final MemorySegment all = MemorySegment.ofBuffer(view);
        private final MemorySegment memory = all.asSlice(0, BYTES);
        private final long address = memory.address();
        private final NumberedPath path = new NumberedPath(all.asSlice(BYTES + Long.BYTES, NumberedPath.BYTES));
        private final DescriptorPath descriptorPath =
                new DescriptorPath(all.asSlice(BYTES + Long.BYTES + NumberedPath.BYTES));
    }

    private static Scratch make() {
        Thread current = Thread.currentThread();
        if (!(current instanceof ForkJoinWorkerThread)) {
            return new Scratch();
        }
        synchronized (KEPT) {
            Scratch kept = KEPT.get(current);
            if (kept == null) {
                kept = new Scratch();
                KEPT.put(current, kept);
            }
            return kept;
        }
    }

    private static Scratch ofThread() {
        long thread = Thread.currentThread().threadId();
        Scratch recent = RECENT[(int) thread & (RECENT.length - 1)];
        return recent != null && recent.thread == thread ? recent : lookUp(thread);
    }

    // Threads may race for a place. Each finds its own scratch or none, and all fields that it reads are final.
    private static Scratch lookUp(long thread) {
        Scratch found = OF_THREAD.get();
        RECENT[(int) thread & (RECENT.length - 1)] = found;
        return found;
    }

    /** Allocates the memory of this thread now, so that a later call of the thread cannot fail for want of it. */
    static void prepare() {
        callState();
    }

    static MemorySegment callState() {
        return ofThread().callState;
    }

    /** Returns this thread's memory of {@link #BYTES} bytes. It contains what the last call left there. */
    public static MemorySegment bytes() {
        return ofThread().page().memory;
    }

    private Page page() {
        Page known = page;
        if (known == null) {
            known = new Page();
            page = known;
        }
        return known;
    }

    /** Returns {@link #bytes} as a buffer in the machine's byte order, with at least a word more after them. */
    public static ByteBuffer view() {
        return ofThread().page().view;
    }

    static NumberedPath path() {
        return ofThread().page().path;
    }

    /** Returns the address of the path of a descriptor of this process, valid until the next call. The memory lives as long as the thread. */
    static long descriptorPath(int fd) {
        return ofThread().page().descriptorPath.of(fd);
    }

    /** Returns the address of {@link #bytes}. The memory lives as long as the thread. */
    static long address() {
        return ofThread().page().address;
    }

    /** Whether {@link #string} does not change {@link #bytes}. */
    static boolean isShort(byte[] text) {
        return text.length < ARGUMENT_BYTES;
    }

    /** Writes a C string, which must be shorter than {@link #BYTES}, to memory of this thread. */
    public static MemorySegment string(byte[] text) {
        MemorySegment memory = isShort(text) ? ofThread().argument : bytes();
        MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, 0, text.length);
        memory.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
        return memory;
    }

    /** Returns this thread's argument memory. It contains what the last call left there: the caller sets each field. */
    public static MemorySegment argument() {
        return ofThread().argument;
    }

    /** Returns as much of this thread's argument memory as {@code layout} needs, filled with zeros. */
    public static MemorySegment cleared(MemoryLayout layout) {
        return ofThread().argument.asSlice(0, layout).fill((byte) 0);
    }
}
