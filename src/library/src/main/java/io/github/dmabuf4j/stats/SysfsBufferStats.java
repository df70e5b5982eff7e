// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sysfs.EntryAttachment;
import java.util.List;

/**
 * What sysfs reports of one buffer.
 *
 * @param inode identifies the buffer in this boot; unsigned 64 bits
 * @param size bytes, a multiple of the page size
 * @param exporter who allocated the buffer: for buffers of a heap, the heap's name
 * @param attachments its importers by rising uid; empty if the kernel does not report them
 */
public record SysfsBufferStats(long inode, long size, String exporter, List<SysfsAttachmentStats> attachments) {
    /**
     * Copies the list.
     *
     * @param inode identifies the buffer in this boot
     * @param size bytes
     * @param exporter who allocated it
     * @param attachments its importers
     */
    public SysfsBufferStats {
        attachments = List.copyOf(attachments);
    }

    /** A buffer as its entry reports it. */
    static SysfsBufferStats of(long inode, long size, String exporter, List<EntryAttachment> attachments) {
        return new SysfsBufferStats(inode, size, exporter, attachments(attachments));
    }

    private static List<SysfsAttachmentStats> attachments(List<EntryAttachment> attachments) {
        if (attachments.isEmpty()) {
            return List.of();
        }
        return attachments.stream()
                .map(one -> new SysfsAttachmentStats(one.uid(), one.device(), one.mapCounter()))
                .toList();
    }

    /** The same buffer with the attachments that its entry reports now. */
    SysfsBufferStats with(List<EntryAttachment> now) {
        return new SysfsBufferStats(inode, size, exporter, attachments(now));
    }
}
