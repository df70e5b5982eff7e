// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.FlightRecording;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.StandardError;
import io.github.dmabuf4j.support.SwSync;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events of heaps, fences and snapshots. {@code FlightRecorderTest} has those that need no kernel. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Timeout(240)
class FlightRecorderIT {
    private static final int PAGE = 4096;

    /** Takes longer to allocate than a tick of an emulated machine's clock, which counts jiffies. */
    private static final int LARGE = 64 << 20;

    @TempDir
    Path directory;

    private final FlightRecording recording = new FlightRecording();

    @BeforeEach
    void start() {
        recording.start();
    }

    @AfterEach
    void close() {
        recording.close();
        BufferLedger.stop();
    }

    private List<RecordedEvent> events(String name) throws Exception {
        return recording.events(directory, name);
    }

    @Test
    void anAllocationHasItsHeapSizeAndInode() throws Exception {
        long inode;
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(LARGE + 1)) {
            inode = buffer.inode();
        }

        for (String name : List.of("BufferAllocate", "BufferClose")) {
            List<RecordedEvent> events = events(name);
            assertThat(events).hasSize(1);
            RecordedEvent event = events.get(0);
            assertThat(event.getString("origin")).isEqualTo("system");
            assertThat(event.getLong("size")).isEqualTo(LARGE + PAGE);
            assertThat(event.getLong("inode")).isEqualTo(inode);
            assertThat(event.getStackTrace().getFrames())
                    .anyMatch(frame -> frame.getMethod().getName().startsWith("anAllocation"));
        }
        assertThat(events("BufferAllocate").get(0).getDuration()).isPositive();
    }

    @Test
    @Needs(UDMABUF)
    void anAllocationOfUdmabufIsOneToo() throws Exception {
        try (Udmabuf udmabuf = Udmabuf.open();
                DmaBuf buffer = udmabuf.allocate(PAGE)) {
            assertThat(buffer.isOpen()).isTrue();
        }

        assertThat(events("BufferAllocate"))
                .extracting(event -> event.getString("origin"))
                .containsExactly("udmabuf");
    }

    @Test
    @Needs(SW_SYNC)
    void aScopeHasTheTimeThatItWaitedForFences() throws Exception {
        Duration pause = Duration.ofMillis(100);
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(PAGE);
                SwSync timeline = SwSync.open();
                SyncFile work = timeline.fence(1)) {
            buffer.importSyncFile(work, Access.WRITE);
            assertThat(buffer.await(Access.READ, Duration.ofMillis(20))).isFalse();
            CompletableFuture<Void> device = CompletableFuture.runAsync(() -> signal(timeline, pause));
            try (CpuAccess access = buffer.access(Access.READ)) {
                assertThat(access.isOpen()).isTrue();
            }
            assertThat(work.await(Duration.ofSeconds(30))).isTrue();
            device.get(30, TimeUnit.SECONDS);
        }

        RecordedEvent scope = events("CpuAccess").get(0);
        assertThat(scope.getDuration("startWait")).isBetween(pause.dividedBy(2), scope.getDuration());
        List<RecordedEvent> waits = events("FenceWait");
        assertThat(waits).extracting(event -> event.getBoolean("signaled")).containsExactly(false, true);
        assertThat(waits.get(0).getString("waitedFor")).startsWith("dma-buf fd ");
        assertThat(waits.get(0).getDuration("timeout")).isEqualTo(Duration.ofMillis(20));
        assertThat(waits.get(0).getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(waits.get(1).getString("waitedFor")).startsWith("sync file fd ");
    }

    private static void signal(SwSync timeline, Duration pause) {
        try {
            Thread.sleep(pause);
            timeline.advance(1);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aSnapshotHasItsSourcesAndItsSize() throws Exception {
        Snapshot snapshot;
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(PAGE);
                MachineStats stats = MachineStats.open()) {
            snapshot = stats.snapshot();
            assertThat(buffer.isOpen()).isTrue();
        }

        RecordedEvent event = events("Snapshot").get(0);
        assertThat(event.getInt("buffers")).isEqualTo(snapshot.buffers().size());
        assertThat(event.getLong("bufferBytes"))
                .isEqualTo(snapshot.totals().all().bytes());
        assertThat(event.getInt("processes")).isPositive();
        assertThat(event.getString("sources")).isNotBlank();
    }

    @Test
    @Needs(CONTIGUOUS_HEAP)
    void aFullHeapIsAnEventAndTheLogSaysWhatThisJvmHolds() throws Exception {
        BufferLedger.start();
        String log;
        try (DmaHeap heap = DmaHeap.open(Heaps.contiguous());
                DmaBuf held = heap.allocate(PAGE);
                StandardError error = new StandardError()) {
            log = adviceAfterFailures(heap, error);
            assertThat(held.isOpen()).isTrue();
        }

        assertThat(log)
                .contains("failed with ENOMEM: this JVM holds 1 buffers with 4096 bytes, most of them allocated by:");
        RecordedEvent failure = events("BufferAllocateFailure").get(0);
        assertThat(failure.getString("error")).isEqualTo("ENOMEM");
        assertThat(failure.getLong("requestedSize")).isEqualTo(1L << 30);
        assertThat(events("BufferAllocate")).hasSize(1);
    }

    /** Advice is given once in 10 seconds, and an earlier test may have got it. */
    private static String adviceAfterFailures(DmaHeap heap, StandardError error) throws Exception {
        for (int attempts = 0; attempts < 60 && error.text().isEmpty(); attempts++) {
            Thread.sleep(attempts == 0 ? 0 : 500);
            assertThatThrownBy(() -> heap.allocate(1L << 30))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageContaining("failed: ENOMEM (12), ");
        }
        return error.text();
    }

    @Test
    void whereNoDescriptorIsLeftNothingOfThatFails() throws Exception {
        BufferLedger.start();
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf held = heap.allocate(PAGE);
                DescriptorLimit limit = DescriptorLimit.leaving(0)) {
            assertThatThrownBy(() -> heap.allocate(PAGE)).hasMessageContaining("failed: EMFILE (24), ");
            assertThat(held.isOpen()).isTrue();
            assertThat(limit).isNotNull();
        }

        assertThat(events("BufferAllocateFailure"))
                .extracting(event -> event.getInt("errno"))
                .containsExactly(24);
    }

    @Test
    void theToolsOfTheJdkShowThem() throws Exception {
        recording.close();
        Path file = directory.resolve("of-child.jfr");
        ChildJvm.run(
                FlightRecorderMain.class,
                "-XX:TieredStopAtLevel=1",
                "-XX:StartFlightRecording:filename=" + file,
                "-Xlog:jfr*=off");

        assertThat(jfr("summary", file.toString())).containsPattern(" dmabuf4j.BufferAllocate +3 ");
        assertThat(jfr("print", "--events", "dmabuf4j.BufferAllocate", file.toString()))
                .contains(
                        "dmabuf4j.BufferAllocate {",
                        "origin = \"system\"",
                        "size = 8.0 kB",
                        "FlightRecorderMain.main(");
    }

    private static String jfr(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(ChildJvm.tool("jfr"), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
