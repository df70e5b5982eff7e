// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.HashSet;
import java.util.Set;

/**
 * Chooses buffers of a series of snapshots: what a filter admits once is kept as long as it exists. So a buffer of a process stays
 * chosen after the process has ended.
 */
public final class KeptBuffers {
    private final BufferFilter filter;
    private Set<Long> kept = Set.of();

    public KeptBuffers(BufferFilter filter) {
        this.filter = filter;
    }

    /** Returns the next snapshot, with the buffers that are chosen. */
    public FilteredSnapshot of(Snapshot all) {
        if (filter.isForAll()) {
            return FilteredSnapshot.of(all, filter);
        }
        Set<Long> chosen = new HashSet<>(kept);
        filter.of(all).buffers().forEach(buffer -> chosen.add(buffer.inode()));
        Snapshot shown = all.where(buffer -> chosen.contains(buffer.inode()));
        kept = Set.copyOf(shown.buffers().stream().map(BufferInfo::inode).toList());
        return new FilteredSnapshot(all, filter, shown);
    }
}
