// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A buffer that one process holds.
 *
 * @param buffer the buffer, with all its holders
 * @param holder how this process holds it
 */
public record HeldBuffer(BufferInfo buffer, Holder holder) {
    /**
     * The part of the buffer's size that counts for this process.
     *
     * @return bytes: the size divided by the number of holders, rounded down; 0 if the size is not known
     */
    public long pss() {
        return buffer.proportionalSize();
    }

    ProcessUsage usage() {
        return new ProcessUsage(
                holder.process(),
                1,
                holder.fds().size(),
                holder.mappings().size(),
                holder.mappedBytes(),
                buffer.size().orElse(0),
                pss());
    }
}
