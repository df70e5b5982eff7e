// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * A number of buffers and the memory that they take. In a difference of two amounts both numbers may be negative.
 *
 * @param buffers how many buffers
 * @param bytes their size together
 */
public record Amount(int buffers, long bytes) {
    /** No buffer. */
    public static final Amount NONE = new Amount(0, 0);

    /**
     * Adds up buffers. Each counts once; one of unknown size adds no bytes.
     *
     * @param buffers the buffers
     * @return their number and bytes
     */
    public static Amount of(List<BufferInfo> buffers) {
        long bytes =
                buffers.stream().mapToLong(buffer -> buffer.size().orElse(0)).sum();
        return new Amount(buffers.size(), bytes);
    }

    Amount plus(Amount other) {
        return new Amount(buffers + other.buffers, bytes + other.bytes);
    }

    /**
     * Subtracts another amount.
     *
     * @param other what to subtract
     * @return the difference
     */
    public Amount minus(Amount other) {
        return new Amount(buffers - other.buffers, bytes - other.bytes);
    }
}
