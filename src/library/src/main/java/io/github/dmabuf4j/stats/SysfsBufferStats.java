// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sysfs.EntryAttachment;
import java.util.List;

/**
 * What the kernel's statistics say about one buffer.
 *
 * @param inode names the buffer in this boot; unsigned 64 bits
 * @param size bytes, a multiple of the page size
 * @param exporter who allocated it: for buffers of a heap, the heap's name
 * @param attachments its importers by rising uid; empty where the kernel does not tell
 */
public record SysfsBufferStats(long inode, long size, String exporter, List<SysfsAttachmentStats> attachments) {
    /**
     * Copies the list.
     *
     * @param inode names the buffer in this boot
     * @param size bytes
     * @param exporter who allocated it
     * @param attachments its importers
     */
    public SysfsBufferStats {
        attachments = List.copyOf(attachments);
    }

    /** Of what the entry reports. */
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
