// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the sources one after the other and merges what they report. */
final class SnapshotBuilder {
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

    private final SourceChoice choice;
    private final ProcessDetailsReader details;
    private final List<SourceReport> reports = new ArrayList<>();
    private final List<DmaBufException> failures = new ArrayList<>();
    private final Set<StatsCapability> known = EnumSet.noneOf(StatsCapability.class);
    private final MergedBuffers merged = new MergedBuffers();

    /** The first source that lists all buffers; null if none does. */
    private @Nullable StatsSource allBuffers;

    SnapshotBuilder(SourceChoice choice, Set<ProcessDetail> details) {
        this.choice = choice;
        this.details = new ProcessDetailsReader(ProcfsStats.DEFAULT_ROOT, details);
    }

    /** Opens those of the sources that are needed, and reads them. */
    Snapshot run(List<LazySource> sources) throws DmaBufException {
        Instant time = Instant.now();
        for (LazySource source : sources) {
            if (choice.includes(source.name(), known)) {
                source.open().ifPresent(this::read);
            }
        }
        if (!failures.isEmpty() && failures.size() == reports.size()) {
            throw failures.get(0);
        }
        List<BufferInfo> buffers = merged.toInfo();
        List<BufferInfo> alive = withoutFreed(buffers);
        sources.forEach(this::reportMissing);
        return new Snapshot(
                time,
                KernelFile.read(BOOT_ID).text().strip(),
                System.getProperty("os.version", ""),
                details.addTo(alive),
                reports,
                buffers.size() - alive.size(),
                merged.contradictions());
    }

    private void read(StatsSource source) {
        try {
            add(source, source.read());
        } catch (DmaBufException failure) {
            failures.add(failure);
            reports.add(SourceReport.missing(source.name(), failure));
        }
    }

    /** Where it cannot be opened, and none of the others has reported what it would. */
    private void reportMissing(LazySource source) {
        source.failure()
                .filter(why -> choice.includes(source.name(), known))
                .ifPresent(why -> reports.add(SourceReport.missing(source.name(), why)));
    }

    private void add(StatsSource source, SourceReading reading) {
        reports.add(SourceReport.of(source.name(), reading));
        known.addAll(reading.capabilities());
        if (allBuffers == null && reading.capabilities().contains(StatsCapability.ALL_BUFFERS)) {
            allBuffers = source;
        }
        merged.add(source.name(), reading);
    }

    /**
     * Leaves out buffers that were freed between the reading of all buffers and that of the processes: they look as if the
     * kernel alone held them. A buffer that the kernel holds is still there. If that cannot be read, all are kept.
     */
    private List<BufferInfo> withoutFreed(List<BufferInfo> buffers) {
        StatsSource source = allBuffers;
        boolean processesRead = known.contains(StatsCapability.HOLDERS);
        if (source == null || !processesRead || buffers.stream().allMatch(BufferInfo::heldByUserSpace)) {
            return buffers;
        }
        try {
            Set<Long> alive = source.inodes();
            return buffers.stream()
                    .filter(buffer -> buffer.heldByUserSpace() || alive.contains(buffer.inode()))
                    .toList();
        } catch (DmaBufException failure) {
            Note note = new Note(
                    "buffers that were freed meanwhile may be among those that no process holds",
                    List.of(String.valueOf(failure.getMessage())));
            reports.replaceAll(report -> report.source().equals(source.name()) ? report.with(note) : report);
            return buffers;
        }
    }
}
