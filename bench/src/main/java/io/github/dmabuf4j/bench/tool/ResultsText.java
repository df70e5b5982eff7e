// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Formats results for a terminal. */
final class ResultsText {
    private static final List<String> SIZES = List.of("4096", "65536", "1048576", "8388608");
    private static final double PER_CENT = 100;

    /**
     * Processor time is shown if it differs from the time by more: then the process waited, or other threads or the kernel
     * worked for it.
     */
    private static final double NOTABLE = 0.05;

    private ResultsText() {}

    static List<String> lines(Results results) {
        List<String> lines = new ArrayList<>();
        results.environment().forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("");
        lines.addAll(table(results).lines());
        lines.addAll(worth(results));
        return lines;
    }

    private static TextTable table(Results results) {
        String unit = results.unit().toUpperCase(Locale.ROOT);
        TextTable table = new TextTable(
                List.of("OPERATION", "", "WAY"),
                List.of(unit, "SPREAD", "TIMES C", "CPU", "HEAP BYTES", "CALLS", "RESIDENT KIB"));
        for (Measurement figure : results.figures()) {
            table.add(List.of(
                    figure.operation(),
                    parameters(figure),
                    figure.way(),
                    number("%,.0f", figure.nanoseconds()),
                    number("%.1f %%", figure.spread() * PER_CENT),
                    number("%.2f", figure.timesC()),
                    number("%,.0f", notableCpu(figure)),
                    number("%,.0f", figure.heapBytes()),
                    number("%.2f", figure.callCount()).replace(".00", ""),
                    number("%,.0f", figure.resident())));
        }
        return table;
    }

    private static String parameters(Measurement figure) {
        List<String> texts = new ArrayList<>();
        figure.parameters().forEach((name, value) -> texts.add(name.equals("size") ? size(value) : named(name, value)));
        return String.join(" ", texts);
    }

    private static String named(String name, String value) {
        return name.equals("buffers") ? "each of " + number("%,.0f", Double.parseDouble(value)) : value;
    }

    static String size(String bytes) {
        long kibibytes = Long.parseLong(bytes) / 1024;
        return kibibytes < 1024 ? kibibytes + " KiB" : kibibytes / 1024 + " MiB";
    }

    private static OptionalDouble notableCpu(Measurement figure) {
        OptionalDouble cpu = figure.cpu();
        boolean differs = cpu.isPresent() && Math.abs(cpu.getAsDouble() / figure.nanoseconds() - 1) > NOTABLE;
        return differs ? cpu : OptionalDouble.empty();
    }

    private static String number(String format, OptionalDouble value) {
        return value.isPresent() ? number(format, value.getAsDouble()) : "-";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Returns a table of how many look-ups cost as much as one allocation. */
    private static List<String> worth(Results results) {
        TextTable table =
                new TextTable(List.of("ONE ALLOCATION IS WORTH"), List.of("LOOK-UPS BY DMABUF4J", "LOOK-UPS BY C"));
        boolean any = false;
        for (String size : SIZES) {
            OptionalDouble library = worth(results, size, "dmabuf4j");
            if (library.isPresent()) {
                any = true;
                table.add(List.of(
                        size(size), number("%.2f", library), number("%.2f", worth(results, size, PeerWay.C.label()))));
            }
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        return any ? lines : List.of();
    }

    private static OptionalDouble worth(Results results, String size, String way) {
        Optional<Measurement> allocation =
                results.find("allocate+close", new TreeMap<>(Map.of("heap", "system", "size", size)), way);
        Optional<Measurement> lookUp = results.find("look-up", new TreeMap<>(), way);
        return allocation.isPresent() && lookUp.isPresent()
                ? OptionalDouble.of(
                        allocation.get().nanoseconds() / lookUp.get().nanoseconds())
                : OptionalDouble.empty();
    }
}
