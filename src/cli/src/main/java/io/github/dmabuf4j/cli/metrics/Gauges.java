// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The gauges of one name. */
final class Gauges {
    private final GaugeSnapshot.Builder family;
    private final Map<Labels, Double> values = new LinkedHashMap<>();

    private Gauges(GaugeSnapshot.Builder family) {
        this.family = family;
    }

    /** Gauges without a unit: they count. */
    static Gauges counting(String name, String help) {
        return new Gauges(GaugeSnapshot.builder().name(name).help(help));
    }

    /** Gauges of bytes; their name must end with {@code _bytes}. */
    static Gauges ofBytes(String name, String help) {
        return new Gauges(GaugeSnapshot.builder().name(name).help(help).unit(Unit.BYTES));
    }

    /** Gauges of seconds; their name must end with {@code _seconds}. */
    static Gauges ofSeconds(String name, String help) {
        return new Gauges(GaugeSnapshot.builder().name(name).help(help).unit(Unit.SECONDS));
    }

    /**
     * Adds a gauge.
     *
     * @param value its value
     * @param labels names and values, in turn. A value that others have chosen must be {@linkplain #label escaped}
     */
    Gauges with(double value, String... labels) {
        // The same labels twice would make the library refuse the whole page.
        values.merge(Labels.of(labels), value, Double::sum);
        return this;
    }

    /** Adds a gauge. A size above 2^53 bytes loses its last digits: the format has no larger whole numbers. */
    Gauges with(long value, String... labels) {
        return with((double) value, labels);
    }

    /** Adds a gauge whose value may not be known; then there is none. */
    Gauges with(OptionalLong value, String... labels) {
        return value.isPresent() ? with(value.getAsLong(), labels) : this;
    }

    /** The text as in the tables of other commands. The library does not expect lone surrogates, which stand for bytes. */
    static String label(String chosenByOthers) {
        return TerminalEscape.of(chosenByOthers);
    }

    /** The family; empty if it has no gauge. */
    Stream<MetricSnapshot> stream() {
        values.forEach((labels, value) -> family.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        return values.isEmpty() ? Stream.empty() : Stream.of(family.build());
    }
}
