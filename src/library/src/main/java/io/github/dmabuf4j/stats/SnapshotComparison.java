// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the differences of two snapshots. */
final class SnapshotComparison {
    private final Snapshot earlier;
    private final Snapshot later;

    SnapshotComparison(Snapshot earlier, Snapshot later) {
        this.earlier = earlier;
        this.later = later;
    }

    SnapshotDiff diff() {
        return new SnapshotDiff(sameBoot(), onlyIn(later, earlier), onlyIn(earlier, later), exporters(), processes());
    }

    private boolean sameBoot() {
        return earlier.bootId().equals(later.bootId());
    }

    private List<BufferInfo> onlyIn(Snapshot snapshot, Snapshot other) {
        Set<Long> known = other.buffers().stream().map(BufferInfo::inode).collect(Collectors.toSet());
        return snapshot.buffers().stream()
                .filter(buffer -> !sameBoot() || !known.contains(buffer.inode()))
                .toList();
    }

    private List<ExporterChange> exporters() {
        Map<Optional<String>, ExporterUsage> before = byKey(earlier.exporters(), ExporterUsage::exporter);
        Map<Optional<String>, ExporterUsage> after = byKey(later.exporters(), ExporterUsage::exporter);
        return keys(before, after)
                .map(name -> {
                    ExporterUsage none = new ExporterUsage(name, 0, 0);
                    return change(before.getOrDefault(name, none), after.getOrDefault(name, none));
                })
                .filter(exporter -> !exporter.change().isNone())
                .sorted(Comparator.comparingLong(exporter -> -exporter.change().size()))
                .toList();
    }

    private static ExporterChange change(ExporterUsage before, ExporterUsage after) {
        return new ExporterChange(
                before.exporter(), new Change(before.buffers(), after.buffers(), before.size(), after.size()));
    }

    /** A process is known by its number and its start; its name can change. */
    private record ProcessKey(String boot, int pid, long startTicks) {}

    private List<ProcessChange> processes() {
        Map<ProcessKey, ProcessUsage> before = processes(earlier);
        Map<ProcessKey, ProcessUsage> after = processes(later);
        return keys(before, after)
                .map(key -> change(Optional.ofNullable(before.get(key)), Optional.ofNullable(after.get(key))))
                .filter(process -> !process.change().isNone() || process.pss() != 0)
                .sorted(Comparator.comparingLong(process -> -process.change().size()))
                .toList();
    }

    private static Map<ProcessKey, ProcessUsage> processes(Snapshot snapshot) {
        return byKey(
                snapshot.processes(),
                usage -> new ProcessKey(
                        snapshot.bootId(),
                        usage.process().pid(),
                        usage.process().startTicks()));
    }

    private static ProcessChange change(Optional<ProcessUsage> before, Optional<ProcessUsage> after) {
        Change change = new Change(
                before.map(ProcessUsage::buffers).orElse(0),
                after.map(ProcessUsage::buffers).orElse(0),
                before.map(ProcessUsage::rss).orElse(0L),
                after.map(ProcessUsage::rss).orElse(0L));
        long pss = after.map(ProcessUsage::pss).orElse(0L)
                - before.map(ProcessUsage::pss).orElse(0L);
        HoldingProcess process = after.or(() -> before).orElseThrow().process();
        return new ProcessChange(process, change, pss);
    }

    private static <K, V> Map<K, V> byKey(List<V> usages, Function<V, K> key) {
        return usages.stream().collect(Collectors.toMap(key, usage -> usage));
    }

    private static <K> Stream<K> keys(Map<K, ?> before, Map<K, ?> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream()).distinct();
    }
}
