// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one buffer, from one source or from all sources of a snapshot. What no source reports is empty; nothing
 * is guessed.
 *
 * @param inode identifies the buffer in this boot; unsigned 64 bits, never used again
 * @param size bytes, a multiple of the page size; it never changes
 * @param exporter who allocated the buffer: for buffers of a heap, the heap's name; it never changes
 * @param name what a program called the buffer; empty also if it has no name. The text is that program's: it may contain
 *     line ends and control sequences of a terminal. For bytes that are not UTF-8 see
 *     {@link io.github.dmabuf4j.DmaBuf#name}
 * @param references how many references the kernel counts to the buffer's file: descriptors, mappings, importers
 * @param holders the processes that hold the buffer, by rising pid
 * @param attachments the devices that are attached to it
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
     * @param inode identifies the buffer
     * @param size bytes
     * @param exporter who allocated it
     * @param name what a program called it
     * @param references how many references its file has
     * @param holders the processes that hold it
     * @param attachments the devices that are attached to it
     * @param fences the fences in its reservation object
     */
    public BufferInfo {
        holders = List.copyOf(holders);
        attachments = List.copyOf(attachments);
        fences = List.copyOf(fences);
    }

    /** One of which its holders alone are known. */
    static BufferInfo unknown(long inode, List<Holder> holders) {
        return new BufferInfo(
                inode,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                holders,
                List.of(),
                List.of());
    }

    /** The same with other holders. */
    BufferInfo heldBy(List<Holder> others) {
        return new BufferInfo(inode, size, exporter, name, references, others, attachments, fences);
    }

    static BufferInfo of(SysfsBufferStats stats) {
        return new BufferInfo(
                stats.inode(),
                OptionalLong.of(stats.size()),
                Optional.of(stats.exporter()),
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                FewElements.map(stats.attachments(), Attachment::of),
                List.of());
    }

    /**
     * Whether a process was seen that holds the buffer.
     *
     * @return false if none was seen. Only if all processes were seen ({@link Snapshot#provides},
     *     {@link StatsCapability#ALL_HOLDERS}), this means that the kernel alone holds the buffer: a device uses it, or it is
     *     on its way through a socket
     */
    public boolean heldByUserSpace() {
        return !holders.isEmpty();
    }

    /**
     * The size divided by the number of holders.
     *
     * @return bytes, rounded down; 0 if the size is not known or no process holds the buffer
     */
    public long proportionalSize() {
        return holders.isEmpty() ? 0 : size.orElse(0) / holders.size();
    }
}
