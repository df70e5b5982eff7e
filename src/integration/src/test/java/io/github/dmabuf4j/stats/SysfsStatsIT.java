// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conformance rows of the statistics that a real kernel can produce: row 22, and the vanishing entries of row 23. */
@RealKernel
@Needs({SYSFS_STATS, SYSTEM_HEAP})
class SysfsStatsIT {
    private static final int BYTES = 1 << 16;

    @Test
    void row22_anAllocationAppearsUnderItsInodeAndGoesWithTheLastReference() throws IOException {
        SysfsStats stats = SysfsStats.open();
        for (String name : DmaHeap.names()) {
            try (DmaHeap heap = DmaHeap.open(name)) {
                appearsAndGoes(stats, heap.allocate(BYTES), heap.name());
            }
        }
    }

    private static void appearsAndGoes(SysfsStats stats, DmaBuf buffer, String exporter) throws IOException {
        long inode = buffer.inode();
        SysfsBufferStats expected = new SysfsBufferStats(inode, BYTES, exporter, List.of());
        try (Arena arena = Arena.ofConfined()) {
            assertThat(stats.of(buffer)).isEqualTo(expected);
            assertThat(stats.snapshot().buffers()).contains(expected);
            try (DmaBuf duplicate = buffer.duplicate()) {
                buffer.close();
                assertThat(stats.of(duplicate)).isEqualTo(expected);
                duplicate.map(MapMode.READ_ONLY, 0, 1, arena);
            }
            assertThat(stats.find(inode)).as("while a mapping lives").contains(expected);
        }
        assertThat(stats.find(inode)).as("after the last reference").isEmpty();
        assertThat(stats.snapshot().buffers()).doesNotContain(expected);
    }

    @Test
    void row23_buffersThatVanishWhileTheyAreReadFailNoScanAndInventNoFigure() throws Exception {
        SysfsStats stats = SysfsStats.open();
        Set<Long> sizes = Set.of(4096L, 8192L, 12288L);
        AtomicBoolean scanning = new AtomicBoolean(true);
        try (DmaHeap heap = DmaHeap.open("system");
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> churns = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                churns.add(threads.submit(() -> churn(heap, sizes, scanning)));
            }
            try {
                scan(stats, sizes, churns);
            } finally {
                scanning.set(false);
            }
            for (Future<Integer> churned : churns) {
                assertThat(churned.get()).isPositive();
            }
        }
    }

    private static void scan(SysfsStats stats, Set<Long> sizes, List<Future<Integer>> churns) throws IOException {
        int seen = 0;
        int gone = 0;
        // Both outcomes depend on timing and occur soon. Without them nothing would be tested.
        for (int scan = 0; scan < 200 || ((seen == 0 || gone == 0) && scan < 100_000); scan++) {
            SysfsSnapshot snapshot = stats.snapshot();
            assertThat(snapshot.unreadable()).isEmpty();
            assertThat(snapshot.buffers()).allSatisfy(buffer -> {
                assertThat(buffer.exporter()).isEqualTo("system");
                assertThat(sizes).contains(buffer.size());
            });
            assertThat(churns).noneMatch(Future::isDone);
            seen += snapshot.buffers().size();
            gone += snapshot.gone();
        }
        assertThat(seen).as("buffers read").isPositive();
        assertThat(gone).as("buffers that vanished during the read").isPositive();
    }

    private static int churn(DmaHeap heap, Set<Long> sizes, AtomicBoolean going) throws DmaBufException {
        int allocated = 0;
        while (going.get()) {
            for (long size : sizes) {
                heap.allocate(size).close();
                allocated++;
            }
        }
        return allocated;
    }

    @Test
    void aClosedBufferHasNoStatistics() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            DmaBuf buffer = heap.allocate(BYTES);
            buffer.close();
            SysfsStats stats = SysfsStats.open();
            assertThatIllegalStateException().isThrownBy(() -> stats.of(buffer)).withMessageContaining("is closed");
        }
    }

    @Test
    void f04_aDirectoryThatMayNotBeReadIsAMatterOfPermission(@TempDir Path directory) throws Exception {
        Path below = Files.createDirectory(directory.resolve("buffers"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        for (Path root : List.of(directory, below)) {
            assertThatThrownBy(() -> AnotherUser.call(() -> SysfsStats.open(root)))
                    .cause()
                    .isInstanceOf(NoPermissionException.class)
                    .hasMessageStartingWith("open on " + root + " failed: EACCES (13), Permission denied; run as root");
        }
        assertThat(SysfsStats.open(below).snapshot().buffers()).isEmpty();
    }
}
