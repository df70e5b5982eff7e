// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Results for tests. */
final class Samples {
    private Samples() {}

    static Measurement figure(String operation, String way, double... times) {
        List<Double> samples = DoubleStream.of(times).boxed().toList();
        SortedMap<String, List<Double>> peers = new TreeMap<>(Map.of("C", List.of(90.0, 110.0)));
        OptionalDouble none = OptionalDouble.empty();
        Run run = new Run(List.of(999.0), samples, peers, OptionalDouble.of(64), none, OptionalDouble.of(2048));
        SortedMap<String, Double> calls = new TreeMap<>(Map.of("openat", 2.0, "read", 2.0));
        return new Measurement(operation, way, new TreeMap<>(), List.of(run), calls);
    }

    static Results results(Measurement... figures) {
        Map<String, String> environment = new LinkedHashMap<>(Map.of(Results.MODE, Results.ICOUNT));
        return new Results(environment, List.of(figures));
    }
}
