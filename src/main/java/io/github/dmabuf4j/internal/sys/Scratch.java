// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Native memory of one thread for the length of one system call: its errno and a small argument or result.
 *
 * <p>One per thread, so that no call sees another's errno and none allocates. A caller copies what it needs out
 * before the next call on the same thread.
 */
public final class Scratch {
    /** Holds the longest path, an ioctl argument, or a page of a statistics file. */
    public static final int BYTES = 4096;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final MemorySegment callState;
    private final MemorySegment argument;

    private Scratch() {
        Arena arena = Arena.ofAuto();
        callState = arena.allocate(Native.CALL_STATE);
        argument = arena.allocate(BYTES, Long.BYTES);
    }

    static MemorySegment callState() {
        return OF_THREAD.get().callState;
    }

    /** This thread's argument memory, of {@link #BYTES} bytes, with whatever the last call left in it. */
    public static MemorySegment bytes() {
        return OF_THREAD.get().argument;
    }

    /** This thread's argument memory with a C string in it, which must be shorter than {@link #BYTES}. */
    public static MemorySegment string(byte[] text) {
        MemorySegment memory = bytes();
        MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, 0, text.length);
        memory.set(ValueLayout.JAVA_BYTE, text.length, (byte) 0);
        return memory;
    }

    /** This thread's argument memory, cleared and cut to {@code layout}. */
    public static MemorySegment cleared(MemoryLayout layout) {
        return bytes().asSlice(0, layout).fill((byte) 0);
    }
}
