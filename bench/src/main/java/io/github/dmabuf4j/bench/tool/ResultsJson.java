// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes and reads results. The mean and the spread in the file are for readers; this class computes them anew. */
final class ResultsJson {
    private static final double HUNDREDTHS = 100;

    private ResultsJson() {}

    static void write(Results results, Path file) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", results.environment());
        document.put(
                "figures", results.figures().stream().map(ResultsJson::figure).toList());
        Files.writeString(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(document) + "\n");
    }

    private static Map<String, Object> figure(Measurement figure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("operation", figure.operation());
        object.put("parameters", figure.parameters());
        object.put("way", figure.way());
        object.put("nanoseconds", rounded(figure.nanoseconds()));
        object.put("spread", Math.round(figure.spread() * 1e4) / 1e4);
        object.put("calls", figure.calls());
        object.put("runs", figure.runs().stream().map(ResultsJson::run).toList());
        return object;
    }

    private static Map<String, Object> run(Run run) {
        Map<String, Object> object = new LinkedHashMap<>();
        run.heapBytes().ifPresent(bytes -> object.put("heapBytes", rounded(bytes)));
        run.cpu().ifPresent(cpu -> object.put("cpu", rounded(cpu)));
        run.resident().ifPresent(kibibytes -> object.put("residentKiB", rounded(kibibytes)));
        object.put("warmup", rounded(run.warmup()));
        object.put("samples", rounded(run.samples()));
        Map<String, Object> peers = new LinkedHashMap<>();
        run.peers().forEach((way, turns) -> peers.put(way, rounded(turns)));
        object.put("peers", peers);
        return object;
    }

    private static List<Double> rounded(List<Double> values) {
        return values.stream().map(ResultsJson::rounded).toList();
    }

    private static double rounded(double value) {
        return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
    }

    static Results read(Path file) throws IOException {
        try {
            return results(JSON.std.mapFrom(Files.readString(file)));
        } catch (ClassCastException | NullPointerException notOurs) {
            throw new IOException("the file does not contain results of bench/run", notOurs);
        }
    }

    private static Results results(Map<String, Object> document) {
        Map<String, String> environment = new LinkedHashMap<>();
        object(document.get("environment")).forEach((name, value) -> environment.put(name, (String) value));
        return new Results(environment, list(document.get("figures"), item -> measured(object(item))));
    }

    private static Measurement measured(Map<String, Object> object) {
        return new Measurement(
                text(object, "operation"),
                text(object, "way"),
                sorted(object.get("parameters"), String.class::cast),
                list(object.get("runs"), item -> run(object(item))),
                sorted(object.get("calls"), ResultsJson::number));
    }

    private static Run run(Map<String, Object> object) {
        return new Run(
                list(object.get("warmup"), ResultsJson::number),
                list(object.get("samples"), ResultsJson::number),
                // Older files have no peers.
                sorted(object.getOrDefault("peers", Map.of()), turns -> list(turns, ResultsJson::number)),
                optional(object.get("heapBytes")),
                optional(object.get("cpu")),
                optional(object.get("residentKiB")));
    }

    private static String text(Map<String, Object> object, String name) {
        return object.get(name).toString();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static OptionalDouble optional(Object value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(number(value));
    }

    private static <T> SortedMap<String, T> sorted(Object value, Function<Object, T> element) {
        SortedMap<String, T> sorted = new TreeMap<>();
        object(value).forEach((name, item) -> sorted.put(name, element.apply(item)));
        return sorted;
    }

    private static <T> List<T> list(Object value, Function<Object, T> element) {
        return ((List<?>) value).stream().map(item -> element.apply(item)).toList();
    }

    private static Map<String, Object> object(Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, item) -> object.put((String) name, item));
        return object;
    }
}
