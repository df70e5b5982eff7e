// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import java.util.List;
import java.util.Set;

/** The statistics in sysfs, where each reading starts from the one before. */
final class RefreshingSysfs implements StatsSource {
    private final SysfsStats stats;
    private SysfsSnapshot last = new SysfsSnapshot(List.of(), 0, List.of());

    RefreshingSysfs(SysfsStats stats) {
        this.stats = stats;
    }

    @Override
    public String name() {
        return stats.name();
    }

    @Override
    public synchronized SourceReading read() throws DmaBufException {
        last = stats.refreshWithAttachments(last);
        return stats.reading(last);
    }

    @Override
    public Set<Long> inodes() throws DmaBufException {
        return stats.inodes();
    }
}
