// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One ioctl: its name, its request number and the layout of its argument. A call cannot mix them up.
 *
 * @param name the name in the kernel's headers, for messages
 * @param request the request number, unsigned 32 bits
 * @param argument the layout of the structure that the argument points to
 */
public record Ioctl(String name, long request, MemoryLayout argument) {
    private static final int SIZE_SHIFT = 16;
    private static final int SIZE_MASK = 0x3fff;

    /** Checks that the request number encodes the size of the layout. */
    public Ioctl {
        long encoded = (request >>> SIZE_SHIFT) & SIZE_MASK;
        if (encoded != argument.byteSize()) {
            throw new IllegalArgumentException(
                    name + " takes " + encoded + " bytes, its layout has " + argument.byteSize());
        }
    }

    /**
     * Calls it. If a signal interrupts the call, it is repeated.
     *
     * @param arg at least as long as the layout
     * @return the result, or the negative errno
     */
    public int call(int fd, MemorySegment arg) {
        checkLength(arg);
        return Sys.ioctl(fd, request, arg);
    }

    /**
     * Calls an ioctl that returns a new descriptor. Like {@link #call}; if no descriptor is left, the call is repeated when dropped
     * objects were freed ({@link Reclaim}).
     *
     * @param arg at least as long as the layout
     * @return the descriptor, or the negative errno
     */
    public int create(int fd, MemorySegment arg) {
        checkLength(arg);
        return Sys.ioctlCreating(fd, request, arg);
    }

    /**
     * Calls an ioctl that writes a new descriptor into its argument. Otherwise like {@link #create(int, MemorySegment)}.
     *
     * @param numberAt the offset in the argument, in bytes
     * @return the descriptor, or the negative errno
     */
    public int create(int fd, MemorySegment arg, long numberAt) {
        // Before the call too: to read it a second time needs no class and no memory.
        int unusedBefore = number(arg, numberAt);
        int result = create(fd, arg);
        return result < 0 ? result : number(arg, numberAt);
    }

    private static int number(MemorySegment arg, long at) {
        return arg.get(ValueLayout.JAVA_INT, at);
    }

    private void checkLength(MemorySegment arg) {
        if (arg.byteSize() < argument.byteSize()) {
            throw new IndexOutOfBoundsException(
                    name + " takes " + argument.byteSize() + " bytes, the segment has " + arg.byteSize());
        }
    }
}
