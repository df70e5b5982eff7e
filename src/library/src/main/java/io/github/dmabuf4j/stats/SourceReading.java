// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Set;

/**
 * What one source told at one reading.
 *
 * @param capabilities what this source tells on this kernel
 * @param buffers the buffers it lists, by rising inode
 * @param gone what ended while it was read: buffers, for procfs processes
 * @param unreadable what is there and could not be read: the totals lack it
 * @param notes what else limits this reading, a clause each
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
     * @param capabilities what the source tells
     * @param buffers the buffers it lists
     * @param gone what ended while it was read
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
