// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.FdInfo;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many buffers, and buffers that are allocated and freed while they are read. */
@RealKernel
@Needs(SYSTEM_HEAP)
class ManyBuffersIT {
    private static final int PAGE = 4096;
    private static final int MANY = 10_000;

    /** Reads per file: one for its text, and one to see its end. */
    private static final long READS_OF_A_FILE = 2;

    /** Returns the number of read(2) calls of this thread. The test kernel is built to count them. */
    private static long reads() {
        String io = KernelFile.read("/proc/thread-self/io").text();
        return Long.parseLong(new FdInfo(io).value("syscr"));
    }

    @Test
    void readsAreCounted() {
        long first = reads();
        long second = reads();
        KernelFile.read("/proc/sys/kernel/ostype");
        assertThat(reads() - second - READS_OF_A_FILE).isEqualTo(second - first);
    }

    @Test
    @Needs(SYSFS_STATS)
    void aRefreshReadsNewBuffersAlone() throws IOException {
        SysfsStats stats = SysfsStats.open().withoutAttachments();
        try (Holder holder = Holder.start()) {
            holder.allocMany("system", PAGE, MANY, 0);
            SysfsSnapshot first = stats.snapshot();
            assertThat(first.buffers()).hasSizeGreaterThanOrEqualTo(MANY);
            // Once before counting, because loading classes reads too.
            assertThat(stats.refresh()).isNotNull();
            assertThat(reads()).isPositive();

            long ofItself = -reads() + reads();
            long before = reads();
            SysfsSnapshot unchanged = stats.refresh();
            assertThat(reads() - before - ofItself)
                    .as("reads of a refresh without a change")
                    .isZero();
            assertThat(unchanged).isEqualTo(new SysfsSnapshot(first.buffers(), 0, List.of()));

            holder.closeMany(0, 100);
            holder.allocMany("system", 2 * PAGE, 100, 0);
            before = reads();
            SysfsSnapshot changed = stats.refresh();
            assertThat(reads() - before - ofItself)
                    .as("reads of a refresh with 100 new buffers: exporter and size of each")
                    .isEqualTo(100 * 2);
            assertThat(changed).isEqualTo(stats.snapshot());
            assertThat(changed.buffers()).hasSameSizeAs(first.buffers());
            assertThat(changed.totalSize() - first.totalSize()).isEqualTo(100 * PAGE);
        }
    }

    @Test
    void tenThousandBuffersAreListedWithTheirHolder() throws IOException {
        try (Holder holder = Holder.start()) {
            Holder.Inodes inodes = holder.allocMany("system", PAGE, MANY, 0);
            Snapshot snapshot = Seen.now();
            assertThat(snapshot.unreadable()).isZero();
            assertThat(snapshot.contradictions()).isEmpty();
            ProcessUsage usage = Seen.usage(snapshot, holder);
            assertThat(usage.buffers()).isEqualTo(MANY);
            assertThat(usage.rss()).isEqualTo((long) MANY * PAGE);
            assertThat(snapshot.buffers())
                    .filteredOn(buffer -> buffer.inode() >= inodes.first() && buffer.inode() <= inodes.last())
                    .hasSize(MANY)
                    .allMatch(
                            buffer -> buffer.heldByUserSpace() && buffer.size().equals(OptionalLong.of(PAGE)));
        }
    }

    /** Four processes allocate and free buffers at full speed, each with its own size. */
    @Test
    void aThousandScansWhileBuffersComeAndGo() throws IOException {
        Map<Long, String> exporters = Map.of(
                (long) PAGE, "system", 2L * PAGE, "system", 3L * PAGE, Heaps.contiguousOrSystem(), 4L * PAGE, "system");
        List<Holder> churners = new ArrayList<>();
        try {
            for (Map.Entry<Long, String> churn : exporters.entrySet()) {
                Holder holder = Holder.start();
                churners.add(holder);
                holder.churn(churn.getValue(), churn.getKey());
            }
            Set<Integer> pids = Set.copyOf(churners.stream().map(Seen::pid).toList());
            int seen = scan(exporters, pids);
            assertThat(seen).as("buffers seen during the churn").isPositive();
            for (Holder holder : churners) {
                assertThat(holder.churnStop()).as("buffers allocated and freed").isGreaterThan(1_000);
            }
        } finally {
            for (Holder holder : churners) {
                holder.close();
            }
        }
    }

    private static int scan(Map<Long, String> exporters, Set<Integer> pids) throws IOException {
        int seen = 0;
        try (MachineStats machine = MachineStats.open()) {
            for (int scan = 0; scan < 1_000; scan++) {
                seen += checkMachine(Seen.by(AllBuffers.sourceName()), exporters, pids);
                if (scan % 10 == 0) {
                    seen += checkMachine(machine.snapshot(), exporters, pids);
                }
            }
        }
        return seen;
    }

    private static int checkMachine(Snapshot snapshot, Map<Long, String> exporters, Set<Integer> pids) {
        assertThat(snapshot.unreadable()).isZero();
        assertThat(snapshot.contradictions()).isEmpty();
        for (BufferInfo buffer : snapshot.buffers()) {
            assertThat(exporters)
                    .containsEntry(
                            buffer.size().orElseThrow(), buffer.exporter().orElseThrow());
            assertThat(buffer.holders())
                    .allMatch(holder -> pids.contains(holder.process().pid()));
        }
        return snapshot.buffers().size();
    }

    @Test
    void processesThatEndWhileTheyAreReadFailNoScan() throws IOException, InterruptedException {
        try (Holder holder = Holder.start()) {
            holder.allocMany("system", PAGE, 50, 0);
            long first = holder.fork();
            int ended = 0;
            for (int scan = 0; scan < 100; scan++) {
                long child = holder.fork();
                Thread killer = Thread.ofPlatform().start(() -> kill(child));
                Snapshot snapshot = Seen.by(AllBuffers.sourceName(), "procfs");
                assertThat(snapshot.unreadable()).isZero();
                assertThat(Seen.usage(snapshot, holder).buffers()).isEqualTo(50);
                ended += snapshot.processes().stream()
                                .noneMatch(usage -> usage.process().pid() == child)
                        ? 1
                        : 0;
                killer.join();
                holder.endChild(child);
            }
            assertThat(ended).as("scans after the end of the child").isPositive();
            assertThat(Files.exists(Path.of("/proc", Long.toString(first)))).isTrue();
            holder.endChild(first);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
