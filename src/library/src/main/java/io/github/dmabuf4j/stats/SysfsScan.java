// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.internal.sysfs.BuffersDirectory;
import io.github.dmabuf4j.internal.sysfs.InodeListing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a snapshot of the entries that were listed. An entry that cannot be read does not cost the others. */
final class SysfsScan {
    /** Reads the figures of one buffer. */
    @FunctionalInterface
    interface Reader {
        /** Empty if the buffer was freed. */
        Optional<SysfsBufferStats> read(long inode) throws DmaBufException;
    }

    private final BuffersDirectory directory;
    private final Reader reader;
    private final List<SysfsBufferStats> buffers;
    private final List<Unreadable> unreadable = new ArrayList<>();
    private int gone;

    private SysfsScan(BuffersDirectory directory, Reader reader, int expected) {
        this.directory = directory;
        this.reader = reader;
        this.buffers = new ArrayList<>(expected);
    }

    static SysfsSnapshot of(BuffersDirectory directory, InodeListing listing, Reader reader) {
        SysfsScan scan = new SysfsScan(directory, reader, listing.count());
        for (long inode : listing.sorted()) {
            scan.add(inode);
        }
        listing.others().forEach(scan::addOther);
        return scan.snapshot();
    }

    private void add(long inode) {
        try {
            Optional<SysfsBufferStats> found = reader.read(inode);
            if (found.isPresent()) {
                buffers.add(found.get());
            } else {
                gone++;
            }
        } catch (DmaBufException failure) {
            unreadable.add(new Unreadable(Long.toUnsignedString(inode), String.valueOf(failure.getMessage())));
        }
    }

    private void addOther(String name) {
        DmaBufException failure =
                new DmaBufException("read", directory.path().resolve(name).toString(), 0, "its name is not an inode");
        unreadable.add(new Unreadable(TerminalEscape.of(name), String.valueOf(failure.getMessage())));
    }

    private SysfsSnapshot snapshot() {
        unreadable.sort(Comparator.comparing(Unreadable::entry));
        return new SysfsSnapshot(buffers, gone, unreadable);
    }
}
