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
                    Optional<ExporterUsage> earlierUsage = Optional.ofNullable(before.get(name));
                    Optional<ExporterUsage> laterUsage = Optional.ofNullable(after.get(name));
                    return new ExporterChange(name, change(earlierUsage, laterUsage, SnapshotComparison::amount));
                })
                .filter(exporter -> !exporter.change().isNone())
                .sorted(Comparator.comparingLong(
                        exporter -> -exporter.change().difference().bytes()))
                .toList();
    }

    private static Amount amount(ExporterUsage usage) {
        return new Amount(usage.buffers(), usage.size());
    }

    private static Amount amount(ProcessUsage usage) {
        return new Amount(usage.buffers(), usage.rss());
    }

    private static <T> Change change(Optional<T> before, Optional<T> after, Function<T, Amount> amount) {
        return new Change(
                before.map(amount).orElse(Amount.NONE), after.map(amount).orElse(Amount.NONE));
    }

    /** Identifies a process in snapshots of different boots. */
    private record ProcessOfBoot(String bootId, ProcessId process) {}

    private List<ProcessChange> processes() {
        Map<ProcessOfBoot, ProcessUsage> before = processes(earlier);
        Map<ProcessOfBoot, ProcessUsage> after = processes(later);
        return keys(before, after)
                .map(key -> change(Optional.ofNullable(before.get(key)), Optional.ofNullable(after.get(key))))
                .filter(process -> !process.change().isNone() || process.pss() != 0)
                .sorted(Comparator.comparingLong(
                        process -> -process.change().difference().bytes()))
                .toList();
    }

    private static Map<ProcessOfBoot, ProcessUsage> processes(Snapshot snapshot) {
        return byKey(
                snapshot.processes(),
                usage -> new ProcessOfBoot(snapshot.bootId(), usage.process().id()));
    }

    private static ProcessChange change(Optional<ProcessUsage> before, Optional<ProcessUsage> after) {
        long pss = after.map(ProcessUsage::pss).orElse(0L)
                - before.map(ProcessUsage::pss).orElse(0L);
        HoldingProcess process = after.or(() -> before).orElseThrow().process();
        return new ProcessChange(process, change(before, after, SnapshotComparison::amount), pss);
    }

    private static <K, V> Map<K, V> byKey(List<V> usages, Function<V, K> key) {
        return usages.stream().collect(Collectors.toMap(key, usage -> usage));
    }

    private static <K> Stream<K> keys(Map<K, ?> before, Map<K, ?> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream()).distinct();
    }
}
