// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Splits the samples of a chart by boot, and leaves out those that could not be seen in it. */
final class BootSegments {
    private BootSegments() {}

    static List<List<SampleSummary>> of(List<SampleSummary> summaries) {
        return split(summaries, SampleSummary::boot);
    }

    /** The sections of neighbours that have the same key. */
    private static List<List<SampleSummary>> split(List<SampleSummary> summaries, Function<SampleSummary, Object> key) {
        List<List<SampleSummary>> sections = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= summaries.size(); i++) {
            if (i == summaries.size() || !key.apply(summaries.get(i)).equals(key.apply(summaries.get(start)))) {
                sections.add(summaries.subList(start, i));
                start = i;
            }
        }
        return sections;
    }

    /**
     * Thins out summaries where many share a place. Of each place it keeps the first, the last, the maximum of each measure
     * and the minimum of the first measure.
     *
     * @param places maps times to places; times with the same integer part share a place
     */
    static List<SampleSummary> thinned(
            List<SampleSummary> segment, List<ToLongFunction<SampleSummary>> measures, Scale places) {
        List<SampleSummary> kept = new ArrayList<>();
        split(segment, summary -> place(summary, places)).forEach(sharing -> keep(sharing, measures, kept));
        return kept;
    }

    private static int place(SampleSummary summary, Scale places) {
        return (int) Math.floor(places.at(summary.millis()));
    }

    private static void keep(
            List<SampleSummary> sharing, List<ToLongFunction<SampleSummary>> measures, List<SampleSummary> kept) {
        SortedSet<Integer> indices = new TreeSet<>(List.of(0, sharing.size() - 1));
        measures.forEach(measure -> indices.add(largest(sharing, measure)));
        indices.add(largest(sharing, summary -> -measures.get(0).applyAsLong(summary)));
        indices.forEach(index -> kept.add(sharing.get(index)));
    }

    private static int largest(List<SampleSummary> summaries, ToLongFunction<SampleSummary> measure) {
        int largest = 0;
        for (int i = 1; i < summaries.size(); i++) {
            if (measure.applyAsLong(summaries.get(i)) > measure.applyAsLong(summaries.get(largest))) {
                largest = i;
            }
        }
        return largest;
    }
}
