// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** A snapshot as metrics. What no source reports has no series, so that nobody takes it for zero. */
public final class MachineMetrics {
    /** What a snapshot must contain for them. */
    public static final Set<ProcessDetail> DETAILS =
            Collections.unmodifiableSet(EnumSet.of(ProcessDetail.PROGRAM, ProcessDetail.CONTROL_GROUP));

    private final int top;

    /**
     * Makes the metrics of snapshots.
     *
     * @param top how many processes, and how many control groups, have series of their own
     */
    public MachineMetrics(int top) {
        this.top = top;
    }

    /**
     * Makes the metrics of one snapshot.
     *
     * @param snapshot the snapshot
     * @param took how long it took
     */
    public Stream<MetricSnapshot> of(Snapshot snapshot, Duration took) {
        return Stream.of(
                        TotalsMetrics.of(snapshot.totals()),
                        DriverMetrics.ofExporters(snapshot.exporters()),
                        DriverMetrics.ofDevices(snapshot.devices()),
                        holders(snapshot),
                        ReadingMetrics.of(snapshot, took))
                .flatMap(families -> families);
    }

    private Stream<MetricSnapshot> holders(Snapshot snapshot) {
        return snapshot.provides(StatsCapability.HOLDERS)
                ? Stream.concat(
                        HolderMetrics.ofProcesses(snapshot.processes(), top),
                        HolderMetrics.ofControlGroups(snapshot.controlGroups(), top))
                : Stream.empty();
    }
}
