// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Summaries of one boot in a row, and of those no more than can be seen. */
final class BootSegments {
    private BootSegments() {}

    /** Cut where the boot changes. */
    static List<List<SampleSummary>> of(List<SampleSummary> summaries) {
        List<List<SampleSummary>> segments = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= summaries.size(); i++) {
            if (i == summaries.size()
                    || !summaries.get(i).boot().equals(summaries.get(start).boot())) {
                segments.add(summaries.subList(start, i));
                start = i;
            }
        }
        return segments;
    }

    /**
     * Leaves out summaries where many share a place: of each place stay the first, the last, the least, and the peak of
     * each measure.
     *
     * @param measures the first of them is the one whose least stays
     * @param places maps times to places: those with the same integer part share one
     */
    static List<SampleSummary> thinned(
            List<SampleSummary> segment, List<ToLongFunction<SampleSummary>> measures, Scale places) {
        List<SampleSummary> kept = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= segment.size(); i++) {
            if (i == segment.size() || place(segment.get(i), places) != place(segment.get(start), places)) {
                keep(segment.subList(start, i), measures, kept);
                start = i;
            }
        }
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
