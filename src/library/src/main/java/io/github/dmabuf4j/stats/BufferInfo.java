// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one buffer: by one source, or by all of a snapshot's sources together. What no source told is
 * empty; nothing is guessed.
 *
 * @param inode names the buffer in this boot; unsigned 64 bits, never used again
 * @param size bytes, a multiple of the page size; it never changes
 * @param exporter who allocated it: for buffers of a heap, the heap's name; it never changes
 * @param name what a program called it; empty also where it has no name. It is that program's text: it may hold line
 *     ends, and steer a terminal; bytes that are not UTF-8 as in {@link io.github.dmabuf4j.DmaBuf#name}
 * @param references how many references the kernel counts to the buffer's file: descriptors, mappings, importers
 * @param holders the processes that hold it, by rising pid
 * @param attachments the devices attached to it
 * @param fences the fences in its reservation object
 */
public record BufferInfo(
        long inode,
        OptionalLong size,
        Optional<String> exporter,
        Optional<String> name,
        OptionalLong references,
        List<Holder> holders,
        List<Attachment> attachments,
        List<BufferFence> fences) {

    /**
     * Copies the lists.
     *
     * @param inode names the buffer
     * @param size bytes
     * @param exporter who allocated it
     * @param name what a program called it
     * @param references to its file
     * @param holders the processes that hold it
     * @param attachments the devices attached to it
     * @param fences the fences in its reservation object
     */
    public BufferInfo {
        holders = List.copyOf(holders);
        attachments = List.copyOf(attachments);
        fences = List.copyOf(fences);
    }

    static BufferInfo unknown(long inode) {
        return new BufferInfo(
                inode,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    static BufferInfo of(SysfsBufferStats stats) {
        return new BufferInfo(
                stats.inode(),
                OptionalLong.of(stats.size()),
                Optional.of(stats.exporter()),
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                stats.attachments().stream().map(Attachment::of).toList(),
                List.of());
    }

    /**
     * Whether a process was seen that holds it.
     *
     * @return false where none was seen. The kernel alone holds the buffer then (a device, a descriptor on its way through
     *     a socket) only if all processes were seen: {@link Snapshot#provides} of {@link StatsCapability#ALL_HOLDERS}
     */
    public boolean heldByUserSpace() {
        return !holders.isEmpty();
    }

    /**
     * The part of the size that one holder is charged with when all share it.
     *
     * @return bytes, rounded down; 0 where the size is not known or nobody holds it
     */
    public long proportionalSize() {
        return holders.isEmpty() ? 0 : size.orElse(0) / holders.size();
    }
}
