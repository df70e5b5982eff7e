// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.github.dmabuf4j.stats.SnapshotCost;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.stream.Stream;

/** The metrics of the machine now, and the counters of a server. May be used by any thread. */
public final class MachineFeed implements MetricsServer.Feed {
    private final SnapshotCache snapshots;
    private final MachineMetrics metrics;
    private final EventCounter events;

    public MachineFeed(SnapshotCache snapshots, MachineMetrics metrics, EventCounter events) {
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.events = events;
    }

    @Override
    public Stream<MetricSnapshot> metrics() throws DmaBufException {
        Snapshot snapshot = snapshots.get();
        SnapshotCost cost = snapshots.cost();
        return Stream.of(metrics.of(snapshot, cost.last()), counters(cost), events.metrics())
                .flatMap(families -> families);
    }

    private static Stream<MetricSnapshot> counters(SnapshotCost cost) {
        return Stream.of(
                counter(counting("dmabuf_snapshots", "Number of snapshots that scrapes took."), (double)
                        cost.snapshots()),
                counter(counting("dmabuf_snapshot_failures", "Number of snapshots that could not be taken."), (double)
                        cost.failures()),
                counter(
                        counting("dmabuf_snapshot_cost_seconds", "How long scrapes took snapshots, together.")
                                .unit(Unit.SECONDS),
                        ReadingMetrics.seconds(cost.total())));
    }

    private static CounterSnapshot.Builder counting(String name, String help) {
        return CounterSnapshot.builder().name(name).help(help);
    }

    private static MetricSnapshot counter(CounterSnapshot.Builder family, double value) {
        return family.dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
