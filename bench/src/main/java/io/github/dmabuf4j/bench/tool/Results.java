// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The results of bench/run, or of one worker.
 *
 * @param environment what the figures depend on, by name
 */
record Results(Map<String, String> environment, List<Measurement> figures) {

    static final String MODE = "mode";
    static final String ICOUNT = "icount";

    boolean countsInstructions() {
        return ICOUNT.equals(environment.get(MODE));
    }

    String unit() {
        return countsInstructions() ? "instructions" : "ns";
    }

    Optional<Measurement> find(String operation, SortedMap<String, String> parameters, String way) {
        return find(Label.of(operation, parameters, way));
    }

    Optional<Measurement> find(String label) {
        return figures.stream().filter(figure -> figure.label().equals(label)).findFirst();
    }

    /** Returns the results with the figures of the same operation next to each other, otherwise in the same order. */
    Results grouped() {
        Collection<List<Measurement>> groups = figures.stream()
                .collect(Collectors.groupingBy(
                        figure -> Label.of(figure.operation(), figure.parameters(), ""),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
        return new Results(environment, groups.stream().flatMap(List::stream).toList());
    }
}
