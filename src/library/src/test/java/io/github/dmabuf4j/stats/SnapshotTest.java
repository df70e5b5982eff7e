// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dmabuf4j.support.BufferBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final SourceReport SYSFS = new SourceReport(
            "sysfs",
            Set.of(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER),
            0,
            List.of(new Unreadable("5", "why"), new Unreadable("6", "why")),
            List.of());
    private static final SourceReport PROCFS = new SourceReport(
            "procfs",
            Set.of(StatsCapability.HOLDERS),
            1,
            List.of(new Unreadable("process 1", "why")),
            List.of(Note.of("hidden")));

    private static Snapshot snapshot(List<BufferInfo> buffers, SourceReport... sources) {
        return new Snapshot(Instant.EPOCH, "boot", "6.1.0", buffers, List.of(sources), 0, List.of());
    }

    @Test
    void itTellsWhatAnyOfItsSourcesTells() {
        Snapshot snapshot = snapshot(List.of(), SYSFS, PROCFS);

        assertThat(snapshot.provides(StatsCapability.ALL_BUFFERS)).isTrue();
        assertThat(snapshot.provides(StatsCapability.HOLDERS)).isTrue();
        assertThat(snapshot.provides(StatsCapability.NAME)).isFalse();
        assertThat(snapshot(List.of()).provides(StatsCapability.HOLDERS)).isFalse();
    }

    @Test
    void whatCouldNotBeReadIsAddedUp() {
        assertThat(snapshot(List.of(), SYSFS, PROCFS).unreadable()).isEqualTo(3);
        assertThat(snapshot(List.of()).unreadable()).isZero();
    }

    @Test
    void aBufferIsFoundByItsInode() {
        BufferInfo last = buffer(-1).size(4096).toInfo();
        Snapshot snapshot = snapshot(List.of(buffer(7).toInfo(), last));

        assertThat(snapshot.buffer(-1)).hasValue(last);
        assertThat(snapshot.buffer(8)).isEmpty();
    }

    @Test
    void f26_theKernelsShareIsOnlyKnownWhereAllBuffersAreListedAndAllProcessesSeen() {
        List<BufferInfo> buffers = List.of(buffer(7).size(4096).toInfo());

        SourceReport whole = new SourceReport(
                "procfs", Set.of(StatsCapability.HOLDERS, StatsCapability.ALL_HOLDERS), 0, List.of(), List.of());

        assertThat(snapshot(buffers, SYSFS, whole).totals().kernel()).contains(new Amount(1, 4096));
        assertThat(snapshot(buffers, SYSFS, PROCFS).totals().kernel()).isEmpty();
        assertThat(snapshot(buffers, SYSFS, PROCFS).totals().noVisibleHolder()).contains(new Amount(1, 4096));
        assertThat(snapshot(buffers, whole).totals().kernel()).isEmpty();
        assertThat(snapshot(buffers, PROCFS).totals().all().bytes()).isEqualTo(4096);
    }

    @Test
    void groupsAreThoseOfItsBuffers() {
        Snapshot snapshot = snapshot(
                List.of(buffer(7)
                        .size(4096)
                        .exporter("system")
                        .heldBy(20)
                        .attached("vgem")
                        .toInfo()),
                SYSFS,
                PROCFS);

        assertThat(snapshot.exporters())
                .isEqualTo(Usage.byExporter(snapshot.buffers()))
                .hasSize(1);
        assertThat(snapshot.devices())
                .isEqualTo(Usage.byDevice(snapshot.buffers()))
                .hasSize(1);
        assertThat(snapshot.processes())
                .isEqualTo(Usage.byProcess(snapshot.buffers()))
                .hasSize(1);
    }

    @Test
    void aPartOfItCountsItsOwnBuffersAndKeepsWhatIsOfTheMachine() {
        BufferInfo shared = buffer(7)
                .size(4096)
                .exporter("system")
                .heldBy(20, 30)
                .attached("vgem")
                .toInfo();
        BufferInfo other =
                buffer(8).size(8192).exporter("cma").heldBy(20).attached("vkms").toInfo();
        Contradiction ofShared = new Contradiction(7, "size");
        Snapshot all = new Snapshot(
                Instant.EPOCH,
                "boot",
                "6.1.0",
                List.of(shared, other),
                List.of(SYSFS, PROCFS),
                3,
                List.of(ofShared, new Contradiction(8, "size")));

        Snapshot part = all.where(buffer -> buffer.inode() == 7);

        assertThat(part)
                .isEqualTo(new Snapshot(
                        Instant.EPOCH, "boot", "6.1.0", List.of(shared), List.of(SYSFS, PROCFS), 3, List.of(ofShared)));
        assertThat(part.totals().all()).isEqualTo(new Amount(1, 4096));
        assertThat(part.exporters()).extracting(ExporterUsage::size).containsExactly(4096L);
        assertThat(part.devices()).extracting(DeviceUsage::device).containsExactly("vgem");
        assertThat(part.processes()).extracting(ProcessUsage::pss).containsExactly(2048L, 2048L);
        assertThat(all.where(buffer -> true)).isEqualTo(all);
    }

    @Test
    void theBuffersOfOneProcessAreThoseThatItHolds() {
        Snapshot snapshot = snapshot(
                List.of(
                        buffer(7).size(4096).heldBy(20, 30).toInfo(),
                        buffer(8).size(8192).heldBy(30).toInfo(),
                        buffer(9).heldBy(20).toInfo()),
                PROCFS);

        ProcessBuffers process = snapshot.process(20).orElseThrow();

        assertThat(process.process()).isEqualTo(BufferBuilder.process(20));
        assertThat(process.buffers())
                .extracting(
                        one -> one.buffer().inode(),
                        HeldBuffer::pss,
                        one -> one.buffer().holders().size())
                .containsExactly(tuple(7L, 2048L, 2), tuple(9L, 0L, 1));
        assertThat(process.usage()).isEqualTo(snapshot.processes().get(1));
        assertThat(process.buffers())
                .allSatisfy(one -> assertThat(one.holder().fds()).containsExactly(3));
        assertThat(snapshot.process(40)).isEmpty();
    }

    @Test
    void theBuffersOfAControlGroupAreThoseOfAllItsProcessesEachOnce() {
        Holder worker = holder(in("/a.service/worker", 20), List.of(3));
        Holder main = holder(in("/a.service", 30), List.of(3));
        Holder other = holder(in("/b.service", 40), List.of(3));
        Snapshot snapshot = snapshot(
                List.of(
                        buffer(7).size(9000).held(worker).held(main).held(other).toInfo(),
                        buffer(8).size(4096).held(main).toInfo(),
                        buffer(9).size(100).heldBy(50).toInfo(),
                        buffer(10).size(1).toInfo()),
                PROCFS);

        assertThat(snapshot.controlGroups())
                .containsExactly(
                        new ControlGroupUsage(Optional.of(new ControlGroup("/a.service")), 2, 2, 13096, 10096),
                        new ControlGroupUsage(Optional.of(new ControlGroup("/b.service")), 1, 1, 9000, 3000),
                        new ControlGroupUsage(Optional.empty(), 1, 1, 100, 100));
    }

    private static HoldingProcess in(String group, int pid) {
        return BufferBuilder.process(pid).with(BufferBuilder.details(null, group, 0, null));
    }

    @Test
    void itCannotBeChanged() {
        List<BufferInfo> buffers = new ArrayList<>(List.of(buffer(7).toInfo()));
        Snapshot snapshot = snapshot(buffers, SYSFS);
        buffers.clear();

        assertThat(snapshot.buffers()).hasSize(1);
        assertThatThrownBy(() -> snapshot.sources().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.contradictions().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> SYSFS.unreadable().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aSourceWithoutFactsWasNotUsed() {
        SourceReport missing = SourceReport.missing("debugfs", new IllegalStateException("why"));

        assertThat(missing.used()).isFalse();
        assertThat(missing.notes()).containsExactly(Note.of("why"));
        assertThat(PROCFS.used()).isTrue();
    }
}
