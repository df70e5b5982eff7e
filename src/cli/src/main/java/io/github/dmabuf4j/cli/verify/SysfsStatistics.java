// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsBufferStats;
import io.github.dmabuf4j.stats.SysfsStats;
import java.util.Optional;

/** The statistics in sysfs, where each buffer has an entry of its own. */
record SysfsStatistics(SysfsStats stats) implements Statistics {
    @Override
    public String name() {
        return "sysfs";
    }

    @Override
    public boolean listsAllBuffers() {
        return true;
    }

    @Override
    public Optional<Reported> of(DmaBuf buffer) throws DmaBufException {
        SysfsBufferStats entry = stats.of(buffer);
        return Optional.of(new Reported(entry.exporter(), Expectation.bytes(entry.size())));
    }

    @Override
    public boolean lists(long inode) throws DmaBufException {
        return stats.find(inode).isPresent();
    }
}
