// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.details;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static io.github.dmabuf4j.support.BufferBuilder.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import io.github.dmabuf4j.support.BufferBuilder;
import io.github.dmabuf4j.support.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MachineMetricsTest {
    private static final Duration TOOK = Duration.ofMillis(250);

    private static List<String> lines(int top, Snapshot snapshot) {
        return MetricsText.openMetrics(new MachineMetrics(top).of(snapshot, TOOK))
                .text()
                .lines()
                .toList();
    }

    private static List<String> samples(int top, Snapshot snapshot, String prefix) {
        return lines(top, snapshot).stream()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }

    @Test
    void totalsHaveUnitAndHelpAndEachBufferOnce() {
        Snapshot snapshot = Snapshots.of(
                buffer(1).size(8192).exporter("system").heldBy(20, 30).toInfo(),
                buffer(2).size(4096).exporter("i915").toInfo(),
                buffer(3).toInfo());

        assertThat(lines(20, snapshot))
                .containsSequence(
                        "# TYPE dmabuf_size_bytes gauge",
                        "# UNIT dmabuf_size_bytes bytes",
                        "# HELP dmabuf_size_bytes Size of all buffers, each once.",
                        "dmabuf_size_bytes 12288.0")
                .contains(
                        "dmabuf_buffers 3.0",
                        "dmabuf_user_space_size_bytes 8192.0",
                        "dmabuf_user_space_buffers 1.0",
                        "dmabuf_kernel_size_bytes 4096.0",
                        "dmabuf_kernel_buffers 2.0",
                        "dmabuf_no_visible_holder_size_bytes 4096.0",
                        "dmabuf_unknown_size_buffers 1.0")
                .endsWith("# EOF");
    }

    @Test
    void whatNoSourceReportsHasNoSeries() {
        Set<StatsCapability> sizesAlone = Set.of(StatsCapability.SIZE_AND_EXPORTER);
        Snapshot snapshot = Snapshots.with(
                List.of(new SourceReport("sysfs", sizesAlone, 0, List.of(), List.of())),
                buffer(1).size(4096).exporter("system").toInfo());

        assertThat(String.join("\n", lines(20, snapshot)))
                .contains("dmabuf_size_bytes 4096.0")
                .doesNotContain("kernel", "user_space", "holder", "dmabuf_process", "cgroup", "device");
    }

    @Test
    void exportersAndDevicesHaveTheirFigures() {
        Snapshot snapshot = Snapshots.of(
                buffer(1).size(4096).exporter("system").attached("vgem", 0, 2).toInfo(),
                buffer(2)
                        .size(4096)
                        .exporter("system")
                        .attached("vgem")
                        .attached("vgem")
                        .toInfo(),
                buffer(3).size(8192).toInfo());

        assertThat(samples(20, snapshot, "dmabuf_exporter_"))
                .containsExactlyInAnyOrder(
                        "dmabuf_exporter_size_bytes{exporter=\"\"} 8192.0",
                        "dmabuf_exporter_size_bytes{exporter=\"system\"} 8192.0",
                        "dmabuf_exporter_buffers{exporter=\"\"} 1.0",
                        "dmabuf_exporter_buffers{exporter=\"system\"} 2.0");
        assertThat(samples(20, snapshot, "dmabuf_device_"))
                .as("the counter of one attachment is not known, so neither is their sum")
                .containsExactlyInAnyOrder(
                        "dmabuf_device_size_bytes{device=\"vgem\"} 8192.0",
                        "dmabuf_device_buffers{device=\"vgem\"} 2.0",
                        "dmabuf_device_attachments{device=\"vgem\"} 3.0");
    }

    @Test
    void processesHavePssAndRss() {
        Snapshot snapshot = Snapshots.of(
                buffer(1).size(8192).heldBy(20, 30).toInfo(),
                buffer(2).size(4096).heldBy(30).toInfo());

        assertThat(samples(20, snapshot, "dmabuf_process"))
                .contains(
                        "dmabuf_processes 2.0",
                        "dmabuf_process_pss_bytes{command=\"p30\",pid=\"30\"} 8192.0",
                        "dmabuf_process_rss_bytes{command=\"p30\",pid=\"30\"} 12288.0",
                        "dmabuf_process_buffers{command=\"p30\",pid=\"30\"} 2.0",
                        "dmabuf_process_fds{command=\"p30\",pid=\"30\"} 2.0",
                        "dmabuf_process_pss_bytes{command=\"p20\",pid=\"20\"} 4096.0",
                        "dmabuf_process_pss_bytes{command=\"\",pid=\"other\"} 0.0");
    }

    @Test
    void aThousandProcessesAreABoundedNumberOfSeriesWithTheSameSum() {
        Snapshot snapshot = Snapshots.of(IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> buffer(i).size(4096L * i).heldBy(i).toInfo())
                .toArray(io.github.dmabuf4j.stats.BufferInfo[]::new));

        List<String> pss = samples(3, snapshot, "dmabuf_process_pss_bytes{");
        assertThat(pss)
                .hasSize(4)
                .first()
                .asString()
                .isEqualTo("dmabuf_process_pss_bytes{command=\"\",pid=\"other\"} "
                        + 4096.0 * (1000 * 1001 / 2 - 1000 - 999 - 998));
        assertThat(pss).anyMatch(line -> line.contains("pid=\"998\""));
        assertThat(samples(0, snapshot, "dmabuf_process_pss_bytes{")).hasSize(1);
        assertThat(samples(3, snapshot, "dmabuf_processes ")).containsExactly("dmabuf_processes 1000.0");
    }

    @Test
    void ofProcessesWithTheSamePssThoseWithTheLowestNumbersAreShown() {
        BufferBuilder one = buffer(1).size(4096);
        IntStream.rangeClosed(1, 10).map(i -> 11 - i).forEach(one::heldBy);

        assertThat(samples(2, Snapshots.of(one.toInfo()), "dmabuf_process_rss_bytes{"))
                .anyMatch(line -> line.contains("pid=\"1\""))
                .anyMatch(line -> line.contains("pid=\"2\""))
                .hasSize(3);
    }

    @Test
    void controlGroupsAreThoseOfContainersAndUnits() {
        HoldingProcess process = process(20).with(details(null, "/system.slice/camera.service/worker", 0, null));
        Snapshot snapshot = Snapshots.of(
                buffer(1).size(4096).held(holder(process, List.of(3))).toInfo(),
                buffer(2).size(8192).heldBy(30).toInfo());

        assertThat(samples(20, snapshot, "dmabuf_cgroup_pss_bytes{"))
                .containsExactlyInAnyOrder(
                        "dmabuf_cgroup_pss_bytes{cgroup=\"/system.slice/camera.service\",name=\"camera.service\"} 4096.0",
                        "dmabuf_cgroup_pss_bytes{cgroup=\"\",name=\"\"} 8192.0",
                        "dmabuf_cgroup_pss_bytes{cgroup=\"other\",name=\"\"} 0.0");
        assertThat(samples(1, snapshot, "dmabuf_cgroup_processes{"))
                .containsExactlyInAnyOrder(
                        "dmabuf_cgroup_processes{cgroup=\"\",name=\"\"} 1.0",
                        "dmabuf_cgroup_processes{cgroup=\"other\",name=\"\"} 1.0");
    }

    @Test
    void hostileNamesBreakNoLine() {
        HoldingProcess process = new HoldingProcess(20, "a\"} 1\n# EOF\\\udcff\u202e", 1);
        Snapshot snapshot = Snapshots.of(
                buffer(1).size(4096).held(holder(process, List.of(3))).toInfo());

        assertThat(samples(20, snapshot, "dmabuf_process_pss_bytes{"))
                .contains(
                        "dmabuf_process_pss_bytes{command=\"a\\\"} 1\\\\u000a# EOF\\\\\\\\\\\\xff\\\\u202e\",pid=\"20\"}"
                                + " 4096.0");
        assertThat(lines(20, snapshot)).filteredOn("# EOF"::equals).hasSize(1);
    }

    @Test
    void whatCouldNotBeReadIsSeen() {
        Snapshot snapshot = Snapshots.with(List.of(
                Snapshots.source(List.of(new Unreadable("process 12 (x)", "EACCES"))),
                new SourceReport("debugfs", Set.of(), 0, List.of(), List.of(Note.of("no permission")))));

        assertThat(lines(20, snapshot))
                .contains(
                        "dmabuf_source_up{source=\"sysfs\"} 1.0",
                        "dmabuf_source_up{source=\"debugfs\"} 0.0",
                        "dmabuf_source_unreadable{source=\"sysfs\"} 1.0",
                        "dmabuf_vanished_buffers 0.0",
                        "dmabuf_contradictions 0.0",
                        "# UNIT dmabuf_snapshot_duration_seconds seconds",
                        "dmabuf_snapshot_duration_seconds 0.25",
                        "dmabuf_snapshot_timestamp_seconds " + Snapshots.TIME.toEpochMilli() / 1e3);
    }
}
