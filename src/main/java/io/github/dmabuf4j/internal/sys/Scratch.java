// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    private final MemorySegment callState;
    private final MemorySegment argument;

    /** Null until a thread needs so much: there may be many (virtual) threads. */
    private @Nullable MemorySegment page;

    private Scratch() {
        Arena arena = Arena.ofAuto();
        callState = arena.allocate(Native.CALL_STATE);
        argument = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
    }

    /** Makes this thread's memory now, so that a later call on the thread cannot fail for want of it. */
    static void prepare() {
        callState();
    }

    static MemorySegment callState() {
        return OF_THREAD.get().callState;
    }

    /** This thread's memory of {@link #BYTES} bytes, with whatever the last call left in it. */
    public static MemorySegment bytes() {
        Scratch scratch = OF_THREAD.get();
        MemorySegment known = scratch.page;
        if (known == null) {
            known = Arena.ofAuto().allocate(BYTES, Long.BYTES);
            scratch.page = known;
        }
        return known;
    }

    /** This thread's memory with a C string in it, which must be shorter than {@link #BYTES}. */
    public static MemorySegment string(byte[] text) {
        MemorySegment memory = text.length < ARGUMENT_BYTES ? OF_THREAD.get().argument : bytes();
        MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, 0, text.length);
        memory.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
        return memory;
    }

    /** This thread's argument memory, cleared and cut to {@code layout}. */
    public static MemorySegment cleared(MemoryLayout layout) {
        return OF_THREAD.get().argument.asSlice(0, layout).fill((byte) 0);
    }
}
