// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the kernel's statistics report of some buffers. */
final class BufferTable {
    private static final String ROW = "%-8s  %10s  %-20s  %10s  %-12s  %s%n";

    private final Optional<Snapshot> snapshot;
    private final List<Long> inodes;

    private BufferTable(Optional<Snapshot> snapshot, Collection<Long> inodes) {
        this.snapshot = snapshot;
        this.inodes = List.copyOf(inodes);
    }

    static BufferTable of(Collection<Long> inodes) throws DmaBufException {
        try (MachineStats stats = MachineStats.open()) {
            return new BufferTable(Optional.of(stats.snapshot()), inodes);
        } catch (UnsupportedKernelException noStatistics) {
            return new BufferTable(Optional.empty(), inodes);
        }
    }

    void print(PrintStream out) {
        out.printf(ROW, "INODE", "BYTES", "EXPORTER", "REFERENCES", "DEVICES", "MAPPED");
        for (long inode : inodes) {
            buffer(inode)
                    .ifPresent(info -> out.printf(
                            ROW,
                            Long.toUnsignedString(inode),
                            info.size().isPresent() ? info.size().getAsLong() : "-",
                            info.exporter().orElse("-"),
                            info.references().isPresent() ? info.references().getAsLong() : "-",
                            list(info.attachments().stream()
                                    .map(Attachment::device)
                                    .toList()),
                            list(info.attachments().stream()
                                    .map(BufferTable::mapped)
                                    .toList())));
        }
    }

    private static String mapped(Attachment attachment) {
        return attachment.mapCounter().isPresent()
                ? String.valueOf(attachment.mapCounter().getAsLong())
                : "-";
    }

    private static String list(List<String> words) {
        return words.isEmpty() ? "-" : String.join(" ", words);
    }

    private Optional<BufferInfo> buffer(long inode) {
        return snapshot.flatMap(all -> all.buffer(inode));
    }

    /** Whether a device that is attached would be listed. */
    boolean knowsDevices() {
        return snapshot.filter(all -> all.provides(StatsCapability.DEVICES)).isPresent();
    }

    /** Whether each of the buffers has a device that is attached. */
    boolean allAttached() {
        return inodes.stream()
                .allMatch(inode -> buffer(inode)
                        .filter(info -> !info.attachments().isEmpty())
                        .isPresent());
    }
}
