// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.time.Instant;
import java.util.List;

/**
 * A live buffer in {@link BufferLedger}.
 *
 * @param inode its inode, unsigned 64 bits; 0 where it could not be read
 * @param fd the number of its descriptor
 * @param size its size in bytes
 * @param origin the heap that it is from; {@code another owner} for one that was adopted or received, {@code a duplicate} for a
 *     duplicate
 * @param since when it was opened
 * @param stack the calls that led to it, innermost first, without those of this library
 */
public record RecordedBuffer(
        long inode, int fd, long size, String origin, Instant since, List<StackTraceElement> stack) {
    /**
     * Copies the stack.
     *
     * @param inode its inode
     * @param fd its descriptor
     * @param size its size in bytes
     * @param origin where it is from
     * @param since when it was opened
     * @param stack the calls that led to it
     */
    public RecordedBuffer {
        stack = List.copyOf(stack);
    }
}
