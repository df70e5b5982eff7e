// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.Machine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Selects the figures of the chart. */
final class HeadlineChart {
    /** An operation with its parameters, and its title in the chart. */
    private record Headline(String title, String operation, SortedMap<String, String> parameters) {}

    private static final List<Headline> ALL = List.of(
            new Headline(
                    "allocate + close, 4 KiB",
                    "allocate+close",
                    new TreeMap<>(Map.of("heap", "system", "size", "4096"))),
            new Headline("CPU access scope", "scope", new TreeMap<>()),
            new Headline("scope, mapping kept", "scope, mapping kept", new TreeMap<>()),
            new Headline("statistics of a buffer", "look-up", new TreeMap<>()),
            new Headline("snapshot of 1,000, per buffer", "snapshot", new TreeMap<>(Map.of("buffers", "1000"))),
            machine("procfs, 1,000 buffers", "machine, procfs", Machine.SMALL),
            machine("sysfs + procfs, 1,000 buffers", "machine, sysfs+procfs", Machine.SMALL),
            machine("sysfs + debugfs + procfs, 1,000", "machine, sysfs+debugfs+procfs", Machine.SMALL),
            machine("BPF (C: procfs), 1,000", "machine, bpf", Machine.SMALL),
            new Headline(
                    "buffers alone by BPF (C: sysfs)", "all buffers, bpf", new TreeMap<>(Map.of("buffers", "1000"))),
            machine("procfs, 10,000 buffers", "machine, procfs", Machine.LARGE),
            machine("BPF (C: procfs), 10,000", "machine, bpf", Machine.LARGE));

    private static Headline machine(String title, String operation, String numbers) {
        return new Headline(title, operation, new TreeMap<>(Map.of("machine", numbers)));
    }

    private HeadlineChart() {}

    static String chart(Results results) {
        BarChart chart =
                new BarChart(results.countsInstructions() ? "Instructions, kernel included, times C" : "Time, times C");
        for (Headline headline : ALL) {
            List<BarChart.Bar> bars = results.figures().stream()
                    .filter(figure -> figure.operation().equals(headline.operation())
                            && figure.parameters().equals(headline.parameters()))
                    .flatMap(figure -> bar(results, figure).stream())
                    .toList();
            chart.group(headline.title(), bars);
        }
        return chart.svg(footer(results));
    }

    private static Optional<BarChart.Bar> bar(Results results, Measurement figure) {
        OptionalDouble times = figure.timesC();
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(new BarChart.Bar(figure.way(), times.getAsDouble(), value(results, figure)));
    }

    private static String value(Results results, Measurement figure) {
        String unit = results.countsInstructions() ? "" : " ns";
        return String.format(Locale.ROOT, "%,.0f", figure.nanoseconds()) + unit;
    }

    private static String footer(Results results) {
        Map<String, String> environment = results.environment();
        return environment.get("kernel") + ", " + environment.get("jdk") + ", " + environment.get("processor");
    }
}
