// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dmabuf4j.support.BufferBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotDiffTest {
    private static Snapshot snapshot(String boot, BufferBuilder... buffers) {
        List<BufferInfo> infos = Stream.of(buffers).map(BufferBuilder::toInfo).toList();
        return new Snapshot(Instant.EPOCH, boot, "6.1.0", infos, List.of(), 0, List.of());
    }

    private static Snapshot snapshot(BufferBuilder... buffers) {
        return snapshot("boot", buffers);
    }

    private static SnapshotDiff diff(Snapshot earlier, Snapshot later) {
        SnapshotDiff diff = later.since(earlier);
        assertThat(SnapshotDiff.between(earlier, later)).isEqualTo(diff);
        return diff;
    }

    private static Change change(int buffersBefore, int buffersAfter, long bytesBefore, long bytesAfter) {
        return new Change(new Amount(buffersBefore, bytesBefore), new Amount(buffersAfter, bytesAfter));
    }

    @Test
    void betweenEqualSnapshotsThereIsNoDifference() {
        Snapshot snapshot = snapshot(
                buffer(1).size(4096).exporter("system").heldBy(20, 30),
                buffer(2).size(1),
                buffer(3).heldBy(20));

        assertThat(diff(snapshot, snapshot))
                .isEqualTo(new SnapshotDiff(true, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void buffersAppearAndVanishByTheirInode() {
        Snapshot earlier =
                snapshot(buffer(1).size(4096), buffer(2).size(8192), buffer(-2).size(1));
        Snapshot later = snapshot(
                buffer(2).size(8192).name("named since"),
                buffer(3).size(4096),
                buffer(-1).size(1));

        SnapshotDiff diff = diff(earlier, later);

        assertThat(diff.sameBoot()).isTrue();
        assertThat(diff.appeared()).extracting(BufferInfo::inode).containsExactly(3L, -1L);
        assertThat(diff.vanished()).extracting(BufferInfo::inode).containsExactly(1L, -2L);
    }

    @Test
    void exportersThatChangedAreListedTheMostGrownFirst() {
        Snapshot earlier = snapshot(
                buffer(1).size(100).exporter("shrinks"),
                buffer(2).size(100).exporter("stays"),
                buffer(3).size(100).exporter("goes"),
                buffer(4).size(50).exporter("turns over"));
        Snapshot later = snapshot(
                buffer(1).size(60).exporter("shrinks"),
                buffer(2).size(100).exporter("stays"),
                buffer(5).size(50).exporter("turns over"),
                buffer(6).size(10),
                buffer(7).size(400).exporter("comes"),
                buffer(8).size(400).exporter("comes"));

        assertThat(diff(earlier, later).exporters())
                .containsExactly(
                        new ExporterChange(Optional.of("comes"), change(0, 2, 0, 800)),
                        new ExporterChange(Optional.empty(), change(0, 1, 0, 10)),
                        new ExporterChange(Optional.of("shrinks"), change(1, 1, 100, 60)),
                        new ExporterChange(Optional.of("goes"), change(1, 0, 100, 0)));
    }

    @Test
    void anExporterWithAsManyBytesInMoreBuffersHasChanged() {
        SnapshotDiff diff = diff(
                snapshot(buffer(1).size(100).exporter("system")),
                snapshot(
                        buffer(2).size(50).exporter("system"),
                        buffer(3).size(50).exporter("system")));

        assertThat(diff.exporters()).containsExactly(new ExporterChange(Optional.of("system"), change(1, 2, 100, 100)));
        assertThat(diff.exporters().get(0).change().difference().buffers()).isOne();
        assertThat(diff.exporters().get(0).change().difference().bytes()).isZero();
    }

    @Test
    void processesThatChangedAreListedTheMostGrownFirst() {
        Snapshot earlier = snapshot(
                buffer(1).size(100).heldBy(10, 20),
                buffer(2).size(1000).heldBy(30),
                buffer(3).size(8).heldBy(40));
        Snapshot later = snapshot(
                buffer(1).size(100).heldBy(10),
                buffer(3).size(8).heldBy(40),
                buffer(4).size(600).heldBy(50, 60),
                buffer(5).size(200).heldBy(50));

        assertThat(diff(earlier, later).processes())
                .containsExactly(
                        new ProcessChange(process(50), change(0, 2, 0, 800), 500),
                        new ProcessChange(process(60), change(0, 1, 0, 600), 300),
                        new ProcessChange(process(10), change(1, 1, 100, 100), 50),
                        new ProcessChange(process(20), change(1, 0, 100, 0), -50),
                        new ProcessChange(process(30), change(1, 0, 1000, 0), -1000));
    }

    @Test
    void aProcessThatTookOverANumberIsAnother() {
        HoldingProcess first = new HoldingProcess(20, "java", 1000);
        HoldingProcess second = new HoldingProcess(20, "java", 2000);

        SnapshotDiff diff = diff(
                snapshot(buffer(1).size(100).held(holder(first, List.of(3)))),
                snapshot(buffer(1).size(100).held(holder(second, List.of(3)))));

        assertThat(diff.processes())
                .containsExactly(
                        new ProcessChange(second, change(0, 1, 0, 100), 100),
                        new ProcessChange(first, change(1, 0, 100, 0), -100));
    }

    @Test
    void aProcessThatChangedItsNameIsTheSame() {
        HoldingProcess before = new HoldingProcess(20, "bash", 1000);
        HoldingProcess after = new HoldingProcess(20, "java", 1000);

        SnapshotDiff diff = diff(
                snapshot(buffer(1).size(100).held(holder(before, List.of(3)))),
                snapshot(
                        buffer(1).size(100).held(holder(after, List.of(3))),
                        buffer(2).size(1).held(holder(after, List.of(4)))));

        assertThat(diff.processes()).containsExactly(new ProcessChange(after, change(1, 2, 100, 101), 1));
    }

    @Test
    void afterAnotherBootEverythingIsGoneAndEverythingNew() {
        Snapshot earlier =
                snapshot("first", buffer(1).size(100).exporter("system").heldBy(20));
        Snapshot later = snapshot(
                "second",
                buffer(1).size(100).exporter("system").heldBy(20),
                buffer(2).size(1));

        SnapshotDiff diff = diff(earlier, later);

        assertThat(diff.sameBoot()).isFalse();
        assertThat(diff.appeared()).isEqualTo(later.buffers());
        assertThat(diff.vanished()).isEqualTo(earlier.buffers());
        assertThat(diff.processes())
                .extracting(ProcessChange::process, ProcessChange::change)
                .containsExactly(tuple(process(20), change(0, 1, 0, 100)), tuple(process(20), change(1, 0, 100, 0)));
        assertThat(diff.exporters())
                .as("of one machine, whatever the boot")
                .containsExactly(new ExporterChange(Optional.empty(), change(0, 1, 0, 1)));
    }
}
