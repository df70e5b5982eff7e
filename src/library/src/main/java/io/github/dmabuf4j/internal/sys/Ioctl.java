// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One ioctl: its name, its request number and the layout of its argument, which cannot be mixed up at a call.
 *
 * @param name as in the kernel's header, for messages
 * @param request unsigned 32 bits
 * @param argument what the request's pointer points to
 */
public record Ioctl(String name, long request, MemoryLayout argument) {
    private static final int SIZE_SHIFT = 16;
    private static final int SIZE_MASK = 0x3fff;

    /** Checks that the request was made for an argument of this size. */
    public Ioctl {
        long encoded = (request >>> SIZE_SHIFT) & SIZE_MASK;
        if (encoded != argument.byteSize()) {
            throw new IllegalArgumentException(
                    name + " takes " + encoded + " bytes, its layout has " + argument.byteSize());
        }
    }

    /**
     * Calls it, again for as long as a signal interrupts it.
     *
     * @param arg at least as long as the layout
     * @return the result, or the negative errno
     */
    public int call(int fd, MemorySegment arg) {
        checkLength(arg);
        return Sys.ioctl(fd, request, arg);
    }

    /**
     * Calls it for a descriptor that it returns, like {@link #call}; where none is left, again when what was dropped is freed.
     *
     * @param arg at least as long as the layout
     * @return the descriptor, or the negative errno
     */
    public int create(int fd, MemorySegment arg) {
        checkLength(arg);
        return Sys.ioctlCreating(fd, request, arg);
    }

    /**
     * The same for a descriptor that the kernel writes into the argument.
     *
     * @param numberAt where in the argument, in bytes
     */
    public int create(int fd, MemorySegment arg, long numberAt) {
        // Before the call too: what has been read once needs no class and no memory any more.
        int unusedBefore = number(arg, numberAt);
        int result = create(fd, arg);
        return result < 0 ? result : number(arg, numberAt);
    }

    private static int number(MemorySegment arg, long at) {
        return arg.get(ValueLayout.JAVA_INT, at);
    }

    /**
     * Calls it like {@link #call}, and again for as long as the kernel says that it cannot yet (EAGAIN).
     *
     * @param arg at least as long as the layout
     * @return the result, or the negative errno
     */
    public int callUntilReady(int fd, MemorySegment arg) {
        checkLength(arg);
        return Sys.ioctlUntilReady(fd, request, arg);
    }

    /**
     * Calls it to end something: where that succeeds at once, it needs no memory of Java's. Else it is called again like
     * {@link #callUntilReady}.
     *
     * @param arg at least as long as the layout
     * @return the result, or the negative errno
     */
    public int end(int fd, MemorySegment arg) {
        checkLength(arg);
        int result = Sys.ioctlEnding(fd, request, arg);
        return result >= 0 ? result : callUntilReady(fd, arg);
    }

    private void checkLength(MemorySegment arg) {
        if (arg.byteSize() < argument.byteSize()) {
            throw new IndexOutOfBoundsException(
                    name + " takes " + argument.byteSize() + " bytes, the segment has " + arg.byteSize());
        }
    }
}
