// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.SysfsStats;

/** Whether this kernel reports the attachments of buffers. */
final class AttachmentSupport {
    private static final long ANY_SIZE = 4096;

    private AttachmentSupport() {}

    /** Reads the statistics while a buffer exists, because only an entry shows whether attachments are reported. */
    @SuppressWarnings("try") // the resources are used by their existence
    static boolean isPresent() {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(ANY_SIZE)) {
            return SysfsStats.open().read().capabilities().contains(StatsCapability.DEVICES);
        } catch (DmaBufException failure) {
            throw new FailureException(failure.getMessage(), failure);
        }
    }
}
