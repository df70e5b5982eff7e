// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which sources a snapshot reads after others. */
class SourceChoiceTest {
    private static final StatsCapability[] OF_BPF =
            EnumSet.complementOf(EnumSet.of(StatsCapability.MAP_COUNTERS)).toArray(StatsCapability[]::new);
    private static final StatsCapability[] OF_HOLDERS = {
        StatsCapability.SIZE_AND_EXPORTER,
        StatsCapability.NAME,
        StatsCapability.REFERENCES,
        StatsCapability.HOLDERS,
        StatsCapability.ALL_HOLDERS
    };

    private static List<String> read(SourceChoice choice, FakeSource... sources) throws DmaBufException {
        return read(choice, Stream.of(sources).map(LazySource::of).toList());
    }

    private static List<String> read(SourceChoice choice, List<LazySource> sources) throws DmaBufException {
        return new SnapshotBuilder(choice, Set.of())
                .run(sources).sources().stream().map(SourceReport::source).toList();
    }

    private static LazySource missing(String name) {
        return new LazySource(name, () -> {
            throw new DmaBufException("open", name, 2);
        });
    }

    private static FakeSource source(String name, StatsCapability... capabilities) {
        return new FakeSource(name, capabilities);
    }

    private static FakeSource sysfs() {
        return source("sysfs", StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER);
    }

    private static FakeSource debugfs() {
        return source(
                "debugfs",
                StatsCapability.ALL_BUFFERS,
                StatsCapability.SIZE_AND_EXPORTER,
                StatsCapability.NAME,
                StatsCapability.REFERENCES,
                StatsCapability.DEVICES,
                StatsCapability.FENCES);
    }

    private static FakeSource procfs() {
        return source("procfs", OF_HOLDERS);
    }

    @Test
    void afterAllByBpfNothingElseIsRead() throws DmaBufException {
        assertThat(read(SourceChoice.NEEDED, source("bpf", OF_BPF), sysfs(), debugfs(), procfs()))
                .containsExactly("bpf");
    }

    @Test
    void afterHoldersByBpfTheListsAreRead() throws DmaBufException {
        assertThat(read(SourceChoice.NEEDED, source("bpf", OF_HOLDERS), sysfs(), debugfs(), procfs()))
                .containsExactly("bpf", "sysfs", "debugfs");
    }

    @Test
    void withoutBpfTheOthersAreRead() throws DmaBufException {
        assertThat(read(SourceChoice.NEEDED, source("bpf").failing(true), sysfs(), debugfs(), procfs()))
                .containsExactly("bpf", "sysfs", "debugfs", "procfs");
    }

    @Test
    void asAWholeAllAreRead() throws DmaBufException {
        assertThat(read(SourceChoice.ALL, source("bpf", OF_BPF), sysfs(), debugfs(), procfs()))
                .containsExactly("bpf", "sysfs", "debugfs", "procfs");
    }

    @Test
    void aSourceThatIsMissingAndNotNeededIsNotReported() throws DmaBufException {
        LazySource bpf = LazySource.of(source("bpf", OF_HOLDERS));

        assertThat(read(SourceChoice.NEEDED, List.of(bpf, missing("sysfs"), missing("procfs"))))
                .containsExactly("bpf", "sysfs");
    }

    @Test
    void aSourceThatIsMissingIsNotReportedWhereALaterOneHasReportedAll() throws DmaBufException {
        assertThat(read(SourceChoice.NEEDED, List.of(missing("sysfs"), LazySource.of(debugfs()))))
                .containsExactly("debugfs");
        assertThat(read(SourceChoice.ALL, List.of(missing("sysfs"), LazySource.of(debugfs()))))
                .containsExactly("debugfs", "sysfs");
    }

    @Test
    void aSourceIsOpenedWhenItIsNeeded() throws DmaBufException {
        AtomicInteger opened = new AtomicInteger();
        FakeSource bpf = source("bpf", OF_BPF);
        LazySource procfs = new LazySource("procfs", () -> {
            opened.incrementAndGet();
            return procfs();
        });
        List<LazySource> sources = List.of(LazySource.of(bpf), procfs);

        assertThat(read(SourceChoice.NEEDED, sources)).containsExactly("bpf");
        assertThat(opened).hasValue(0);
        bpf.failing(true);
        assertThat(read(SourceChoice.NEEDED, sources)).containsExactly("bpf", "procfs");
        assertThat(read(SourceChoice.NEEDED, sources)).containsExactly("bpf", "procfs");
        assertThat(opened).hasValue(1);
    }

    @Test
    void aSourceOfAProgramItselfIsReadUntilAllIsKnown() {
        assertThat(SourceChoice.NEEDED.includes("own", Set.of(OF_BPF))).isTrue();
        assertThat(SourceChoice.NEEDED.includes("own", EnumSet.allOf(StatsCapability.class)))
                .isFalse();
    }
}
