// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * The buffers that this JVM holds by {@link DmaBuf} objects, in the numbers of {@code java.lang.management.BufferPoolMXBean}.
 *
 * <p>A buffer counts from the moment that the kernel gives its descriptor, or that it is adopted or received, until the descriptor is
 * closed or detached. Where a close has still to take effect, or a dropped buffer was not found by the garbage collector yet, it
 * counts. Not counted are a mapping that outlives its buffer ({@link DmaBuf#map}) and descriptors that other code of this process
 * owns. The buffers of the whole machine are in the package {@code io.github.dmabuf4j.stats}.
 *
 * @param count the number of descriptors, those of duplicates included
 * @param memoryUsed the memory that they keep, in bytes: a buffer and its duplicates count once. A buffer that was adopted or
 *     received more than once counts each time
 * @param totalCapacity the sum of the sizes of all {@code count} of them, in bytes
 */
public record LiveBuffers(long count, long memoryUsed, long totalCapacity) {
    /**
     * Returns the numbers of now. Makes no system call, and can be called by any thread. The three are read one after the other, so
     * they may differ by what other threads allocate and close in between.
     *
     * @return the numbers
     */
    public static LiveBuffers now() {
        return HeldMemory.total();
    }
}
