// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a snapshot of the entries that were listed, whatever happens to single ones. */
final class SysfsScan {
    /** Where the figures of one buffer come from. */
    interface Reader {
        /** Empty when the buffer is gone. */
        Optional<BufferStats> read(long inode) throws DmaBufException;
    }

    private final Path root;
    private final Reader reader;

    SysfsScan(Path root, Reader reader) {
        this.root = root;
        this.reader = reader;
    }

    SysfsSnapshot of(List<String> entries) {
        List<BufferStats> buffers = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        int gone = 0;
        for (String entry : entries) {
            try {
                Optional<BufferStats> found = read(entry);
                found.ifPresent(buffers::add);
                gone += found.isPresent() ? 0 : 1;
            } catch (DmaBufException failure) {
                unreadable.add(new Unreadable(entry, String.valueOf(failure.getMessage())));
            }
        }
        buffers.sort((a, b) -> Long.compareUnsigned(a.inode(), b.inode()));
        unreadable.sort(Comparator.comparing(Unreadable::entry));
        return new SysfsSnapshot(buffers, gone, unreadable);
    }

    private Optional<BufferStats> read(String entry) throws DmaBufException {
        Optional<Long> inode = inode(entry);
        if (inode.isEmpty()) {
            throw new DmaBufException("read", root.resolve(entry).toString(), 0, "its name is no inode");
        }
        return reader.read(inode.get());
    }

    /** Empty where the name is none that the kernel gives to an entry. */
    static Optional<Long> inode(String name) {
        try {
            long inode = Long.parseUnsignedLong(name);
            return Long.toUnsignedString(inode).equals(name) ? Optional.of(inode) : Optional.empty();
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
