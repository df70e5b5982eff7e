// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The path of a descriptor of this process in procfs, as a C string in native memory of a thread. Most messages bring descriptors of
 * the same numbers as the one before, so the number is written only when it changes.
 */
final class DescriptorPath {
    static final String DIRECTORY = "/proc/self/fd";

    private static final byte[] PREFIX = (DIRECTORY + "/").getBytes(StandardCharsets.UTF_8);

    /** The prefix, a number of 32 bits, and a NUL, as whole words. */
    static final int BYTES = 32;

    private final long address;
    private final ByteBuffer view;

    /** The number that the path has; that of no descriptor while it is written. */
    private long number;

    /** Uses memory of {@link #BYTES} bytes. */
    DescriptorPath(MemorySegment memory) {
        address = memory.address();
        view = memory.asByteBuffer();
        view.put(0, PREFIX);
        write(0);
    }

    /**
     * Writes a path. A negative number, which no descriptor has, is taken as one without a sign.
     *
     * @return the address of the memory of this object, valid until the next call
     */
    long of(int fd) {
        if (fd != number) {
            write(fd);
        }
        return address;
    }

    private void write(int fd) {
        number = Long.MIN_VALUE;
        byte[] digits = Integer.toUnsignedString(fd).getBytes(StandardCharsets.UTF_8);
        view.put(PREFIX.length, digits);
        view.put(PREFIX.length + digits.length, (byte) 0);
        number = fd;
    }
}
