// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.stream.Stream;

/** What the reading itself lacks and costs. */
final class ReadingMetrics {
    private static final String SOURCE = "source";
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private ReadingMetrics() {}

    static Stream<MetricSnapshot> of(Snapshot snapshot, Duration took) {
        Gauges read = Gauges.counting(
                "dmabuf_source_up", "Whether a source of statistics was read: 1, or 0 where it could not be.");
        Gauges unreadable = Gauges.counting(
                "dmabuf_source_unreadable",
                "Number of entries and processes that are there and could not be read: the other figures lack them.");
        for (SourceReport report : snapshot.sources()) {
            String source = Gauges.label(report.source());
            read.with(report.used() ? 1 : 0, SOURCE, source);
            unreadable.with(report.unreadable().size(), SOURCE, source);
        }
        return Stream.of(
                        read,
                        unreadable,
                        Gauges.counting(
                                        "dmabuf_vanished_buffers",
                                        "Number of buffers that were freed while the snapshot was taken.")
                                .with(snapshot.vanished()),
                        Gauges.counting(
                                        "dmabuf_contradictions",
                                        "Number of values that two sources report differently.")
                                .with(snapshot.contradictions().size()),
                        Gauges.ofSeconds("dmabuf_snapshot_timestamp_seconds", "When the snapshot was begun, Unix time.")
                                .with(snapshot.time().toEpochMilli() / MILLIS),
                        Gauges.ofSeconds("dmabuf_snapshot_duration_seconds", "How long it took to take the snapshot.")
                                .with(seconds(took)))
                .flatMap(Gauges::stream);
    }

    static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
