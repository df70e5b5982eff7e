// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Moments of one boot in a row, and of those no more than can be seen. */
final class Segments {
    private Segments() {}

    /** Cut where the boot changes. */
    static List<List<Moment>> of(List<Moment> moments) {
        List<List<Moment>> segments = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= moments.size(); i++) {
            if (i == moments.size()
                    || !moments.get(i).boot().equals(moments.get(start).boot())) {
                segments.add(moments.subList(start, i));
                start = i;
            }
        }
        return segments;
    }

    /**
     * Leaves out moments where many share a place: of each place stay the first, the last, the least, and the peak of
     * each measure.
     *
     * @param measures the first of them is the one whose least stays
     * @param places maps times to places: those with the same integer part share one
     */
    static List<Moment> thinned(List<Moment> segment, List<ToLongFunction<Moment>> measures, Scale places) {
        List<Moment> kept = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= segment.size(); i++) {
            if (i == segment.size() || place(segment.get(i), places) != place(segment.get(start), places)) {
                keep(segment.subList(start, i), measures, kept);
                start = i;
            }
        }
        return kept;
    }

    private static int place(Moment moment, Scale places) {
        return (int) Math.floor(places.at(moment.millis()));
    }

    private static void keep(List<Moment> sharing, List<ToLongFunction<Moment>> measures, List<Moment> kept) {
        SortedSet<Integer> indices = new TreeSet<>(List.of(0, sharing.size() - 1));
        measures.forEach(measure -> indices.add(largest(sharing, measure)));
        indices.add(largest(sharing, moment -> -measures.get(0).applyAsLong(moment)));
        indices.forEach(index -> kept.add(sharing.get(index)));
    }

    private static int largest(List<Moment> moments, ToLongFunction<Moment> measure) {
        int largest = 0;
        for (int i = 1; i < moments.size(); i++) {
            if (measure.applyAsLong(moments.get(i)) > measure.applyAsLong(moments.get(largest))) {
                largest = i;
            }
        }
        return largest;
    }
}
