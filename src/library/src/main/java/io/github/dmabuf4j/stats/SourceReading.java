// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Set;

/**
 * One reading of one source.
 *
 * @param capabilities what the source reports on this kernel
 * @param buffers the buffers that it lists, by rising inode
 * @param gone how many buffers (of procfs: processes) ended while they were read
 * @param unreadable what is there and could not be read: totals lack it
 * @param notes what else limits this reading
 */
public record SourceReading(
        Set<StatsCapability> capabilities,
        List<BufferInfo> buffers,
        int gone,
        List<Unreadable> unreadable,
        List<Note> notes) {
    /**
     * Copies the collections.
     *
     * @param capabilities what the source reports
     * @param buffers the buffers that it lists
     * @param gone how many ended while they were read
     * @param unreadable what could not be read
     * @param notes what else limits the reading
     */
    public SourceReading {
        capabilities = Set.copyOf(capabilities);
        buffers = List.copyOf(buffers);
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
    }
}
