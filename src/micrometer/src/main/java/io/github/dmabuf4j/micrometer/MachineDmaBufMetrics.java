// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.micrometer;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.github.dmabuf4j.stats.Totals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * All buffers of the machine, by the kernel's statistics.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name<th>unit<th>value
 * <tr><td>{@code dmabuf.size}, {@code dmabuf.buffers}<td>bytes, buffers<td>all buffers, each once
 * <tr><td>{@code dmabuf.user.space.size}, {@code dmabuf.user.space.buffers}<td>bytes, buffers<td>those that a process was seen to hold
 * <tr><td>{@code dmabuf.kernel.size}, {@code dmabuf.kernel.buffers}<td>bytes, buffers<td>those that the kernel alone holds
 * <tr><td>{@code dmabuf.exporter.size}, {@code dmabuf.exporter.buffers}<td>bytes, buffers<td>those of one exporter, by the tag
 *     {@code exporter}; an exporter has them from the first snapshot on that has a buffer of it
 * <tr><td>{@code dmabuf.unreadable}<td>entries<td>what is there and could not be read: the others lack it
 * <tr><td>{@code dmabuf.snapshot}<td>seconds<td>a timer: how many snapshots were taken, and how long it took
 * <tr><td>{@code dmabuf.snapshot.failures}<td>snapshots<td>a counter: how many could not be taken
 * </table>
 *
 * <p>Processes have no meters: they come and go, and a registry keeps what it once had. {@code dmabuf serve} publishes them.
 */
public final class MachineDmaBufMetrics implements MeterBinder {
    private static final String EXPORTER = "exporter";
    private static final String UNKNOWN = "unknown";

    private final SnapshotCache snapshots;
    private final Iterable<Tag> tags;

    /**
     * Makes the metrics.
     *
     * @param snapshots where the values come from; it must stay open as long as a registry has the meters
     */
    public MachineDmaBufMetrics(SnapshotCache snapshots) {
        this(snapshots, List.of());
    }

    /**
     * Makes the metrics with tags.
     *
     * @param snapshots where the values come from; it must stay open as long as a registry has the meters
     * @param tags what each meter also has
     */
    public MachineDmaBufMetrics(SnapshotCache snapshots, Iterable<Tag> tags) {
        this.snapshots = snapshots;
        this.tags = tags;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        SnapshotGauges gauges = new SnapshotGauges(snapshots, registry, tags);
        Exporters exporters = new Exporters(gauges);
        gauges.add("dmabuf.size", SnapshotGauges.BYTES, "The size of all DMA-BUFs, each once", snapshot -> {
            exporters.addNew(snapshot);
            return (double) snapshot.totals().all().bytes();
        });
        gauges.add(
                "dmabuf.buffers",
                SnapshotGauges.BUFFERS,
                "The number of all DMA-BUFs",
                snapshot -> snapshot.totals().all().buffers());
        addPart(gauges, "dmabuf.user.space", "that a process was seen to hold", Totals::userSpace);
        addPart(gauges, "dmabuf.kernel", "that the kernel alone holds", Totals::kernel);
        gauges.add(
                "dmabuf.unreadable",
                "entries",
                "The number of entries and processes that are there and could not be read",
                Snapshot::unreadable);
        bindCost(registry);
        SnapshotGauges.latest(snapshots).ifPresent(exporters::addNew);
    }

    private static void addPart(
            SnapshotGauges gauges, String prefix, String which, Function<Totals, Optional<Amount>> part) {
        gauges.add(
                prefix + ".size",
                SnapshotGauges.BYTES,
                "The size of the DMA-BUFs " + which,
                ofKnown(part, Amount::bytes));
        gauges.add(
                prefix + ".buffers",
                SnapshotGauges.BUFFERS,
                "The number of the DMA-BUFs " + which,
                ofKnown(part, Amount::buffers));
    }

    private static ToDoubleFunction<Snapshot> ofKnown(
            Function<Totals, Optional<Amount>> part, ToDoubleFunction<Amount> figure) {
        return snapshot ->
                part.apply(snapshot.totals()).map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private void bindCost(MeterRegistry registry) {
        FunctionTimer.builder(
                        "dmabuf.snapshot",
                        snapshots,
                        cache -> cache.cost().snapshots() + cache.cost().failures(),
                        cache -> cache.cost().total().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("How long snapshots took, those that failed too")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "dmabuf.snapshot.failures",
                        snapshots,
                        cache -> cache.cost().failures())
                .description("The number of snapshots that could not be taken")
                .baseUnit("snapshots")
                .tags(tags)
                .register(registry);
    }

    /** Registers the gauges of an exporter when a snapshot has it for the first time. */
    private static final class Exporters {
        private final SnapshotGauges gauges;
        private final Set<String> known = ConcurrentHashMap.newKeySet();

        Exporters(SnapshotGauges gauges) {
            this.gauges = gauges;
        }

        void addNew(Snapshot snapshot) {
            snapshot.exporters().stream()
                    .map(Exporters::name)
                    .filter(known::add)
                    .forEach(this::add);
        }

        private static String name(ExporterUsage usage) {
            return usage.exporter().filter(name -> !name.isEmpty()).orElse(UNKNOWN);
        }

        private void add(String exporter) {
            gauges.add(
                    "dmabuf.exporter.size",
                    SnapshotGauges.BYTES,
                    "The size of the DMA-BUFs of an exporter",
                    snapshot -> sum(snapshot, exporter, ExporterUsage::size),
                    EXPORTER,
                    exporter);
            gauges.add(
                    "dmabuf.exporter.buffers",
                    SnapshotGauges.BUFFERS,
                    "The number of the DMA-BUFs of an exporter",
                    snapshot -> sum(snapshot, exporter, ExporterUsage::buffers),
                    EXPORTER,
                    exporter);
        }

        private static double sum(Snapshot snapshot, String exporter, ToDoubleFunction<ExporterUsage> figure) {
            return snapshot.exporters().stream()
                    .filter(usage -> name(usage).equals(exporter))
                    .mapToDouble(figure)
                    .sum();
        }
    }
}
