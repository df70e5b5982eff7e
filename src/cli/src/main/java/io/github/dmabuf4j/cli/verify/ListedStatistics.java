// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.StatsSource;
import java.util.Optional;

/** A source of statistics that can only be read as a whole. */
record ListedStatistics(String name, String mappings, String places, boolean listsAllBuffers, StatsSource source)
        implements Statistics {

    /** Takes over a source that has one list. Fails if the source cannot be read. */
    static ListedStatistics of(String name, StatsSource source) throws DmaBufException {
        return of(name, name, name, source);
    }

    /** Takes over procfs, which shows descriptors and mappings in different files. Fails if it cannot be read. */
    static ListedStatistics ofProcesses(String name, StatsSource source) throws DmaBufException {
        return of(name, "maps", name + " and maps", source);
    }

    private static ListedStatistics of(String name, String mappings, String places, StatsSource source)
            throws DmaBufException {
        boolean isRead = false;
        try {
            // A file can be refused when it is read, not when it is opened: debugfs of a kernel that is locked down.
            boolean all = source.read().capabilities().contains(StatsCapability.ALL_BUFFERS);
            isRead = true;
            return new ListedStatistics(name, mappings, places, all, source);
        } finally {
            if (!isRead) {
                source.close();
            }
        }
    }

    @Override
    public Optional<Reported> of(DmaBuf buffer) throws DmaBufException {
        long inode = buffer.inode();
        return source.read().buffers().stream()
                .filter(listed -> listed.inode() == inode)
                .findFirst()
                .map(ListedStatistics::reported);
    }

    private static Reported reported(BufferInfo buffer) {
        String size =
                buffer.size().isPresent() ? Expectation.bytes(buffer.size().getAsLong()) : "not reported";
        return new Reported(buffer.exporter().orElse("not reported"), size);
    }

    @Override
    public boolean lists(long inode) throws DmaBufException {
        return source.inodes().contains(inode);
    }

    @Override
    public void close() {
        source.close();
    }
}
