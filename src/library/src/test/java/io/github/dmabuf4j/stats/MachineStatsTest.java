// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.support.BufferBuilder;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On sources that say what the tests want. */
@ExtendWith(UnchangedDescriptors.class)
class MachineStatsTest {
    private static final BufferFence FENCE =
            new BufferFence("write", "sw_sync", "t", OptionalLong.empty(), OptionalLong.of(1), false);

    private static Snapshot snapshot(StatsSource... sources) throws DmaBufException {
        return MachineStats.of(List.of(sources)).snapshot();
    }

    private static FakeSource sysfs(BufferBuilder... buffers) {
        return new FakeSource("sysfs", StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER).with(buffers);
    }

    private static FakeSource debugfs(BufferBuilder... buffers) {
        return new FakeSource(
                        "debugfs",
                        StatsCapability.ALL_BUFFERS,
                        StatsCapability.SIZE_AND_EXPORTER,
                        StatsCapability.NAME,
                        StatsCapability.REFERENCES,
                        StatsCapability.DEVICES,
                        StatsCapability.FENCES)
                .with(buffers);
    }

    private static FakeSource procfs(BufferBuilder... buffers) {
        return new FakeSource(
                        "procfs",
                        StatsCapability.SIZE_AND_EXPORTER,
                        StatsCapability.NAME,
                        StatsCapability.REFERENCES,
                        StatsCapability.HOLDERS)
                .with(buffers);
    }

    private static List<BufferInfo> infos(BufferBuilder... buffers) {
        return Stream.of(buffers).map(BufferBuilder::toInfo).toList();
    }

    @Test
    void whatTheSourcesSayIsPutTogetherByInode() throws DmaBufException {
        Snapshot snapshot = snapshot(
                sysfs(
                        buffer(1).size(4096).exporter("system"),
                        buffer(2).size(8192).exporter("reserved")),
                debugfs(
                        buffer(1)
                                .size(4096)
                                .exporter("system")
                                .name("a")
                                .references(2)
                                .attached("vgem")
                                .fence(FENCE),
                        buffer(2).size(8192).exporter("reserved").references(1)),
                procfs(buffer(1)
                        .size(4096)
                        .exporter("system")
                        .name("a")
                        .references(2)
                        .heldBy(20)));

        assertThat(snapshot.buffers())
                .isEqualTo(infos(
                        buffer(1)
                                .size(4096)
                                .exporter("system")
                                .name("a")
                                .references(2)
                                .attached("vgem")
                                .fence(FENCE)
                                .heldBy(20),
                        buffer(2).size(8192).exporter("reserved").references(1)));
        assertThat(snapshot.contradictions()).isEmpty();
        assertThat(snapshot.vanished()).isZero();
    }

    @Test
    void buffersAreSortedByUnsignedInode() throws DmaBufException {
        Snapshot snapshot = snapshot(
                sysfs(buffer(-1).heldBy(1), buffer(9).heldBy(1)),
                procfs(buffer(10).heldBy(1), buffer(Long.MIN_VALUE).heldBy(1)));

        assertThat(snapshot.buffers()).extracting(BufferInfo::inode).containsExactly(9L, 10L, Long.MIN_VALUE, -1L);
    }

    @Test
    void ofSizesThatContradictTheFirstCounts() throws DmaBufException {
        Snapshot snapshot = snapshot(
                sysfs(buffer(-1).size(4096)),
                debugfs(buffer(-1).size(4096)),
                procfs(buffer(-1).size(8192).heldBy(20)));

        assertThat(snapshot.buffers().get(0).size()).hasValue(4096);
        assertThat(snapshot.contradictions())
                .containsExactly(new Contradiction(-1, "size 4096 by sysfs, 8192 by procfs"));
    }

    @Test
    void ofExportersThatContradictTheFirstCounts() throws DmaBufException {
        Snapshot snapshot = snapshot(
                debugfs(buffer(3), buffer(4).exporter("a")),
                sysfs(buffer(3).exporter("system"), buffer(4).exporter("b")),
                procfs(
                        buffer(3).exporter("reserved").heldBy(20),
                        buffer(4).exporter("c").heldBy(20)));

        assertThat(snapshot.buffers())
                .extracting(BufferInfo::exporter)
                .containsExactly(Optional.of("system"), Optional.of("a"));
        assertThat(snapshot.contradictions())
                .containsExactly(
                        new Contradiction(3, "exporter system by sysfs, reserved by procfs"),
                        new Contradiction(4, "exporter a by debugfs, b by sysfs"),
                        new Contradiction(4, "exporter a by debugfs, c by procfs"));
    }

    @Test
    void whatASourceDoesNotSayContradictsNothing() throws DmaBufException {
        Snapshot snapshot = snapshot(
                procfs(buffer(3).heldBy(20)), sysfs(buffer(3).size(4096).exporter("system")), debugfs(buffer(3)));

        assertThat(snapshot.contradictions()).isEmpty();
        assertThat(snapshot.buffers())
                .isEqualTo(infos(buffer(3).size(4096).exporter("system").heldBy(20)));
    }

    @Test
    void ofNamesAndReferencesTheLastCounts() throws DmaBufException {
        Snapshot snapshot = snapshot(
                debugfs(
                        buffer(1).name("old").references(1),
                        buffer(2).name("kept").references(5)),
                procfs(buffer(1).name("new").references(2).heldBy(20), buffer(2).heldBy(20)));

        assertThat(snapshot.buffers())
                .extracting(BufferInfo::name)
                .containsExactly(Optional.of("new"), Optional.of("kept"));
        assertThat(snapshot.buffers())
                .extracting(BufferInfo::references)
                .containsExactly(OptionalLong.of(2), OptionalLong.of(5));
        assertThat(snapshot.contradictions()).isEmpty();
    }

    @Test
    void ofDevicesTheFirstSourceThatTellsThemCounts() throws DmaBufException {
        FakeSource patched = new FakeSource(
                "sysfs", StatsCapability.ALL_BUFFERS, StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
        Snapshot snapshot = snapshot(
                patched.with(buffer(1).attached("vgem", 0, 1), buffer(2)).butLater(buffer(1), buffer(2), buffer(3)),
                debugfs(
                        buffer(1).attached("vgem").attached("vkms"),
                        buffer(2).attached("vgem"),
                        buffer(3).attached("x")));

        assertThat(snapshot.buffers())
                .as("none is an answer too; of the third the first source said nothing")
                .isEqualTo(infos(
                        buffer(1).attached("vgem", 0, 1), buffer(2), buffer(3).attached("x")));
    }

    @Test
    void ofDevicesTheSourceThatCountsTheirMappingsCounts() throws DmaBufException {
        FakeSource bpf = new FakeSource("bpf", StatsCapability.ALL_BUFFERS, StatsCapability.DEVICES);
        FakeSource patched = new FakeSource(
                "sysfs", StatsCapability.ALL_BUFFERS, StatsCapability.DEVICES, StatsCapability.MAP_COUNTERS);
        Snapshot snapshot = snapshot(
                bpf.with(buffer(1).attached("vgem"), buffer(2).attached("vkms")),
                patched.with(buffer(1).attached("vgem", 3, 1)),
                debugfs(buffer(1).attached("vgem"), buffer(2).attached("vkms")));

        assertThat(snapshot.buffers())
                .isEqualTo(infos(buffer(1).attached("vgem", 3, 1), buffer(2).attached("vkms")));
    }

    @Test
    void holdersAndFencesAreOfThoseWhoTellThem() throws DmaBufException {
        Snapshot snapshot =
                snapshot(procfs(buffer(1).heldBy(20, 30)), debugfs(buffer(1).fence(FENCE)), sysfs(buffer(1)));

        assertThat(snapshot.buffers()).isEqualTo(infos(buffer(1).heldBy(20, 30).fence(FENCE)));
    }

    @Test
    void aBufferThatIsFreedBeforeTheProcessesAreReadIsLeftOutAndCounted() throws DmaBufException {
        FakeSource all = sysfs(
                        buffer(1).size(1),
                        buffer(2).size(2),
                        buffer(3).size(4),
                        buffer(4).size(8))
                .butLater(buffer(1), buffer(4), buffer(5));
        Snapshot snapshot = snapshot(all, procfs(buffer(3).heldBy(20), buffer(4).heldBy(20)));

        assertThat(snapshot.buffers())
                .as("without 2, which nobody holds and is no more listed; with 3, which somebody held")
                .extracting(BufferInfo::inode)
                .containsExactly(1L, 3L, 4L);
        assertThat(snapshot.vanished()).isOne();
        assertThat(snapshot.totals().all().bytes()).isEqualTo(13);
        assertThat(all.listings).hasValue(1);
    }

    @Test
    void whereAllBuffersAreHeldNothingIsListedAgain() throws DmaBufException {
        FakeSource all = sysfs(buffer(1)).butLater();

        assertThat(snapshot(all, procfs(buffer(1).heldBy(20))).buffers()).hasSize(1);
        assertThat(all.listings).hasValue(0);
    }

    @Test
    void whereNoProcessesAreReadNothingIsListedAgain() throws DmaBufException {
        FakeSource all = sysfs(buffer(1)).butLater();

        assertThat(snapshot(all, debugfs(buffer(1))).buffers()).hasSize(1);
        assertThat(all.listings).hasValue(0);
    }

    @Test
    void theFirstThatListsAllBuffersIsAskedWhatIsStillThere() throws DmaBufException {
        FakeSource first = sysfs(buffer(1));
        FakeSource second = debugfs(buffer(1)).butLater();
        FakeSource third = procfs();

        assertThat(snapshot(third, first, second).buffers()).hasSize(1);
        assertThat(first.listings).hasValue(1);
        assertThat(second.listings).hasValue(0);
        assertThat(third.listings).hasValue(0);
    }

    @Test
    void whereWhatIsStillThereCannotBeListedAllAreKeptAndTheReportSaysSo() throws DmaBufException {
        Snapshot snapshot =
                snapshot(sysfs(buffer(1)).failingToList(), procfs(buffer(2).heldBy(20)));

        assertThat(snapshot.buffers()).extracting(BufferInfo::inode).containsExactly(1L, 2L);
        assertThat(snapshot.vanished()).isZero();
        assertThat(snapshot.sources()).extracting(SourceReport::used).containsExactly(true, true);
        assertThat(snapshot.sources().get(0).notes())
                .containsExactly(new Note(
                        "buffers that were freed meanwhile may be among those that no process holds",
                        List.of("readdir on sysfs failed: EIO (5), Input/output error")));
        assertThat(snapshot.sources().get(1).notes()).isEmpty();
    }

    @Test
    void withoutASourceOfAllBuffersNoneVanishes() throws DmaBufException {
        FakeSource processes = procfs(buffer(1), buffer(2).heldBy(20)).butLater();

        Snapshot snapshot = snapshot(processes);

        assertThat(snapshot.buffers()).hasSize(2);
        assertThat(snapshot.vanished()).isZero();
        assertThat(snapshot.totals().kernel()).isEmpty();
        assertThat(processes.listings).hasValue(0);
    }

    @Test
    void aSourceThatCannotBeReadIsReportedAndTheOthersUsed() throws DmaBufException {
        Snapshot snapshot = snapshot(
                sysfs(buffer(1)).failing(true), debugfs(buffer(2).size(4096)).failing(false), procfs());

        assertThat(snapshot.buffers()).isEqualTo(infos(buffer(2).size(4096)));
        assertThat(snapshot.sources()).extracting(SourceReport::source).containsExactly("sysfs", "debugfs", "procfs");
        assertThat(snapshot.sources().get(0))
                .isEqualTo(new SourceReport(
                        "sysfs",
                        Set.of(),
                        0,
                        List.of(),
                        List.of(Note.of("read on sysfs failed: EIO (5), Input/output error"))));
        assertThat(snapshot.sources()).extracting(SourceReport::used).containsExactly(false, true, true);
        assertThat(snapshot.provides(StatsCapability.HOLDERS)).isTrue();
        assertThat(snapshot.provides(StatsCapability.MAP_COUNTERS)).isFalse();
    }

    @Test
    void aSourceThatCouldNotBeReadIsReadAgainTheNextTime() throws DmaBufException {
        FakeSource source = sysfs(buffer(1)).failing(true);
        MachineStats stats = MachineStats.of(List.of(source, procfs()));
        assertThat(stats.snapshot().buffers()).isEmpty();
        source.failing(false);

        assertThat(stats.snapshot().buffers()).hasSize(1);
    }

    @Test
    void whereNoSourceCanBeReadTheFirstFailureIsThrown() {
        MachineStats stats = MachineStats.of(List.of(sysfs().failing(true), procfs().failing(true)));

        assertThatThrownBy(stats::snapshot)
                .isInstanceOf(DmaBufException.class)
                .hasMessageStartingWith("read on sysfs failed: EIO (5)");
    }

    @Test
    void whatASourceCouldNotReadIsInItsReport() throws DmaBufException {
        SourceReading reading = new SourceReading(
                Set.of(StatsCapability.HOLDERS),
                List.of(),
                3,
                List.of(new Unreadable("process 1", "why")),
                List.of(Note.of("hidden")));
        StatsSource source = new StatsSource() {
            @Override
            public String name() {
                return "procfs";
            }

            @Override
            public SourceReading read() {
                return reading;
            }

            @Override
            public Set<Long> inodes() {
                return Set.of();
            }
        };

        Snapshot snapshot = snapshot(source);

        assertThat(snapshot.sources())
                .containsExactly(new SourceReport(
                        "procfs",
                        Set.of(StatsCapability.HOLDERS),
                        3,
                        List.of(new Unreadable("process 1", "why")),
                        List.of(Note.of("hidden"))));
        assertThat(snapshot.unreadable()).isOne();
    }

    @Test
    void aSnapshotSaysWhenAndWhereItWasTaken() throws IOException {
        Instant before = Instant.now();

        Snapshot snapshot = snapshot(sysfs());

        assertThat(snapshot.time()).isBetween(before, Instant.now());
        assertThat(snapshot.bootId())
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip())
                .hasSize(36);
        assertThat(snapshot.kernel()).isEqualTo(System.getProperty("os.version"));
    }

    @Test
    void closeClosesTheSources() {
        FakeSource first = sysfs();
        FakeSource second = procfs();
        MachineStats.of(List.of(first, second)).close();

        assertThat(first.closes).hasValue(1);
        assertThat(second.closes).hasValue(1);
    }

    @Test
    void sourcesAreAskedForByName() {
        assertThat(MachineStats.sourceNames()).containsExactly("bpf", "sysfs", "debugfs", "procfs");
        assertThatThrownBy(() -> MachineStats.open(Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MachineStats.open(Set.of("procfs", "sysfs ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sources are [bpf, sysfs, debugfs, procfs], not ");
        assertThatThrownBy(() -> MachineStats.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSourceThatWasAskedForAndIsNotThereIsAnError() {
        assumeFalse(Files.exists(SysfsStats.DEFAULT_ROOT), "statistics in sysfs");

        assertThatThrownBy(() -> MachineStats.open(Set.of("sysfs", "procfs")))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining(SysfsStats.DEFAULT_ROOT.toString());
    }

    @Test
    void aSourceThatIsNotThereIsReportedInEachSnapshot() throws DmaBufException {
        assumeFalse(Files.exists(SysfsStats.DEFAULT_ROOT), "statistics in sysfs");
        try (MachineStats stats = MachineStats.openAll()) {
            for (int i = 0; i < 2; i++) {
                Snapshot snapshot = stats.snapshot();

                assertThat(snapshot.sources())
                        .extracting(SourceReport::source)
                        .containsExactlyInAnyOrder("bpf", "sysfs", "debugfs", "procfs");
                assertThat(snapshot.sources())
                        .filteredOn(source -> source.source().equals("sysfs"))
                        .singleElement()
                        .satisfies(sysfs -> {
                            assertThat(sysfs.used()).isFalse();
                            assertThat(sysfs.notes())
                                    .singleElement()
                                    .extracting(Note::sentence, STRING)
                                    .contains("CONFIG_DMABUF_SYSFS_STATS=y");
                        });
            }
        }
    }
}
