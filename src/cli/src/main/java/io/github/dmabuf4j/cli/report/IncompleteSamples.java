// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts the samples that lack something that exists. */
final class IncompleteSamples {
    private final Set<String> everUsed = new HashSet<>();
    /** For the samples that lack nothing else: their number, by the sources that they lack. */
    private final Map<Set<String>, Integer> withoutSources = new HashMap<>();

    private int partial;

    void add(Snapshot snapshot) {
        snapshot.sources().stream()
                .filter(SourceReport::used)
                .map(SourceReport::source)
                .forEach(everUsed::add);
        if (snapshot.sources().stream().anyMatch(IncompleteSamples::isPartial)) {
            partial++;
        } else {
            withoutSources.merge(unused(snapshot), 1, Integer::sum);
        }
    }

    private static boolean isPartial(SourceReport source) {
        return !source.unreadable().isEmpty()
                || (source.used() && !source.notes().isEmpty());
    }

    private static Set<String> unused(Snapshot snapshot) {
        return snapshot.sources().stream()
                .filter(source -> !source.used())
                .map(SourceReport::source)
                .collect(Collectors.toSet());
    }

    /** The number of incomplete samples. A source that no sample has does not count: the machine does not offer it. */
    int samples() {
        return partial
                + withoutSources.entrySet().stream()
                        .filter(samples -> !Collections.disjoint(samples.getKey(), everUsed))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
    }
}
