// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts the events for which a sampler takes samples. May be used by any thread. */
public final class EventCounter implements SampleListener {
    private final Map<String, LongAdder> counts = new LinkedHashMap<>();

    /**
     * Counts from now on.
     *
     * @param reasons the events, as {@link Sample} names them
     */
    EventCounter(Collection<String> reasons) {
        reasons.forEach(reason -> counts.put(reason, new LongAdder()));
    }

    @Override
    public void sampled(Sample sample) {
        count(sample.reason());
    }

    /** The event has happened also where its sample could not be taken. */
    @Override
    public void failed(String reason, DmaBufException failure) {
        count(reason);
    }

    private void count(String reason) {
        LongAdder counter = counts.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** The counters, those that are zero too. */
    Stream<MetricSnapshot> metrics() {
        CounterSnapshot.Builder family = CounterSnapshot.builder()
                .name("dmabuf_events")
                .help("Number of events since the start: the kernel signalled memory pressure, or has killed processes"
                        + " for lack of memory.");
        counts.forEach((reason, count) -> family.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of("event", reason))
                .value((double) count.sum())
                .build()));
        return Stream.of(family.build());
    }
}
