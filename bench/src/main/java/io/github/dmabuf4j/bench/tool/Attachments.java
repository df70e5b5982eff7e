// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.stats.SysfsStats;
import java.nio.file.Files;

/** Whether this kernel tells the attachments of buffers. */
final class Attachments {
    private static final long ANY_SIZE = 4096;

    private Attachments() {}

    /** Looks at the entry of a new buffer. */
    static boolean areTold() {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(ANY_SIZE)) {
            String entry = Long.toUnsignedString(buffer.inode());
            return Files.isDirectory(SysfsStats.DEFAULT_ROOT.resolve(entry).resolve("attachments"));
        } catch (DmaBufException failure) {
            throw new FailureException(failure.getMessage(), failure);
        }
    }
}
