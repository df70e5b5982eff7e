// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Native memory of one thread for the length of one system call: its errno and its argument or result.
 *
 * <p>One per thread, so that no call sees another's errno and none allocates. A caller copies what it needs out
 * before the next call on the same thread.
 */
public final class Scratch {
    /** Holds the longest path, or a page of a statistics file. */
    public static final int BYTES = 4096;

    /** Holds every structure of a call, and the name of a buffer. */
    private static final int ARGUMENT_BYTES = 512;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** Those of the threads that called last, by the end of their number: found with a quarter of a ThreadLocal's work. */
    private static final @Nullable Scratch[] RECENT = new Scratch[256];

    /** The number of the thread, which no other thread gets. */
    private final long thread = Thread.currentThread().threadId();

    private final MemorySegment callState;
    private final MemorySegment argument;

    /** Null until a thread needs so much: there may be many (virtual) threads. */
    private @Nullable Page page;

    private Scratch() {
        Arena arena = Arena.ofAuto();
        callState = arena.allocate(NativeFunction.CALL_STATE);
        argument = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
    }

    /** What only those threads have that read files. */
    private static final class Page {
        private final MemorySegment all = Arena.ofAuto().allocate(BYTES + Long.BYTES + NumberedPath.BYTES, Long.BYTES);
        private final MemorySegment memory = all.asSlice(0, BYTES);
        private final ByteBuffer view =
                all.asSlice(0, BYTES + Long.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
        private final NumberedPath path = new NumberedPath(all.asSlice(BYTES + Long.BYTES));
    }

    private static Scratch ofThread() {
        long thread = Thread.currentThread().threadId();
        Scratch recent = RECENT[(int) thread & (RECENT.length - 1)];
        return recent != null && recent.thread == thread ? recent : lookUp(thread);
    }

    // Threads may race for a place: each finds its own or none, and all fields that it reads are final.
    private static Scratch lookUp(long thread) {
        Scratch found = OF_THREAD.get();
        RECENT[(int) thread & (RECENT.length - 1)] = found;
        return found;
    }

    /** Makes this thread's memory now, so that a later call on the thread cannot fail for want of it. */
    static void prepare() {
        callState();
    }

    static MemorySegment callState() {
        return ofThread().callState;
    }

    /** This thread's memory of {@link #BYTES} bytes, with whatever the last call left in it. */
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

    /** {@link #bytes} once more, with room for a word after them, in the byte order of the machine. */
    public static ByteBuffer view() {
        return ofThread().page().view;
    }

    static NumberedPath path() {
        return ofThread().page().path;
    }

    /** Whether {@link #string} leaves {@link #bytes} as they are. */
    static boolean isShort(byte[] text) {
        return text.length < ARGUMENT_BYTES;
    }

    /** This thread's memory with a C string in it, which must be shorter than {@link #BYTES}. */
    public static MemorySegment string(byte[] text) {
        MemorySegment memory = isShort(text) ? ofThread().argument : bytes();
        MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, 0, text.length);
        memory.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
        return memory;
    }

    /** This thread's argument memory, with whatever the last call left in it: each field has to be set. */
    public static MemorySegment argument() {
        return ofThread().argument;
    }

    /** This thread's argument memory, cleared and cut to {@code layout}. */
    public static MemorySegment cleared(MemoryLayout layout) {
        return ofThread().argument.asSlice(0, layout).fill((byte) 0);
    }
}
