// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.micrometer;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Registers gauges over the snapshots of a cache. */
final class SnapshotGauges {
    static final String BYTES = "bytes";
    static final String BUFFERS = "buffers";

    private final SnapshotCache snapshots;
    private final MeterRegistry registry;
    private final Iterable<Tag> tags;

    SnapshotGauges(SnapshotCache snapshots, MeterRegistry registry, Iterable<Tag> tags) {
        this.snapshots = snapshots;
        this.registry = registry;
        this.tags = tags;
    }

    /** Registers a gauge; further tags are names and values, in turn. */
    void add(String name, String unit, String description, ToDoubleFunction<Snapshot> figure, String... furtherTags) {
        Gauge.builder(
                        name,
                        snapshots,
                        cache -> latest(cache).map(figure::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .tags(furtherTags)
                // The registry would else be the only one that refers to the function, and weakly.
                .strongReference(true)
                .register(registry);
    }

    /** Empty if no snapshot can be taken now. A registry must not fail because of that. */
    static Optional<Snapshot> latest(SnapshotCache snapshots) {
        try {
            return Optional.of(snapshots.get());
        } catch (DmaBufException unreadable) {
            return Optional.empty();
        }
    }
}
