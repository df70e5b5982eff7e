// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ControlGroupUsage;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes and control groups. They come and go and can be many: the largest by PSS have their own series, the others one. PSS is
 * what adds up to the whole.
 */
final class HolderMetrics {
    /** Neither a process number nor the path of a group. */
    private static final String OTHERS = "other";

    private static final String PID = "pid";
    private static final String COMMAND = "command";
    private static final String CGROUP = "cgroup";
    private static final String NAME = "name";

    private HolderMetrics() {}

    static Stream<MetricSnapshot> ofProcesses(List<ProcessUsage> processes, int count) {
        TopRows<ProcessUsage> rows = new TopRows<>(
                processes,
                Comparator.comparingLong(ProcessUsage::pss)
                        .reversed()
                        .thenComparingInt(usage -> usage.process().pid()),
                count,
                HolderMetrics::labels,
                PID,
                OTHERS,
                COMMAND,
                "");
        return Stream.of(
                        Gauges.counting("dmabuf_processes", "Number of processes that hold a buffer.")
                                .with(processes.size()),
                        rows.addTo(
                                Gauges.ofBytes(
                                        "dmabuf_process_pss_bytes",
                                        "Size of the buffers that a process holds, each divided by the number of its holders."),
                                ProcessUsage::pss),
                        rows.addTo(
                                Gauges.ofBytes(
                                        "dmabuf_process_rss_bytes",
                                        "Size of the buffers that a process holds, each in full."),
                                ProcessUsage::rss),
                        rows.addTo(
                                Gauges.counting("dmabuf_process_buffers", "Number of buffers that a process holds."),
                                ProcessUsage::buffers),
                        rows.addTo(
                                Gauges.counting(
                                        "dmabuf_process_fds", "Number of descriptors of buffers that a process has."),
                                ProcessUsage::fds))
                .flatMap(Gauges::stream);
    }

    private static String[] labels(ProcessUsage usage) {
        return new String[] {
            PID,
            Integer.toString(usage.process().pid()),
            COMMAND,
            Gauges.label(usage.process().title())
        };
    }

    static Stream<MetricSnapshot> ofControlGroups(List<ControlGroupUsage> groups, int count) {
        TopRows<ControlGroupUsage> rows = new TopRows<>(
                groups,
                Comparator.comparingLong(ControlGroupUsage::pss).reversed().thenComparing(HolderMetrics::path),
                count,
                HolderMetrics::labels,
                CGROUP,
                OTHERS,
                NAME,
                "");
        return Stream.of(
                        Gauges.counting("dmabuf_cgroups", "Number of control groups of which a process holds a buffer.")
                                .with(groups.size()),
                        rows.addTo(
                                Gauges.ofBytes(
                                        "dmabuf_cgroup_pss_bytes",
                                        "Size of the buffers that the processes of a control group hold, each divided by"
                                                + " the number of its holders."),
                                ControlGroupUsage::pss),
                        rows.addTo(
                                Gauges.ofBytes(
                                        "dmabuf_cgroup_rss_bytes",
                                        "Size of the buffers that the processes of a control group hold, each once and in"
                                                + " full."),
                                ControlGroupUsage::rss),
                        rows.addTo(
                                Gauges.counting(
                                        "dmabuf_cgroup_buffers",
                                        "Number of buffers that the processes of a control group hold."),
                                ControlGroupUsage::buffers),
                        rows.addTo(
                                Gauges.counting(
                                        "dmabuf_cgroup_processes",
                                        "Number of processes of a control group that hold a buffer."),
                                ControlGroupUsage::processes))
                .flatMap(Gauges::stream);
    }

    private static String path(ControlGroupUsage usage) {
        return usage.group().map(ControlGroup::path).orElse("");
    }

    private static String[] labels(ControlGroupUsage usage) {
        return new String[] {
            CGROUP,
            Gauges.label(path(usage)),
            NAME,
            usage.group().map(ControlGroup::name).map(Gauges::label).orElse("")
        };
    }
}
