// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How many buffers of one subject were left at the end of each window, by the window in which they came. All that came in one window
 * are a cohort.
 */
final class Cohorts {
    /** The cohort of those that were there at the start of the watch. */
    static final int AT_START = -1;

    private final Map<Integer, List<Amount>> left = new TreeMap<>();
    private int windows;

    /** Starts at the end of this many windows, in which there was no buffer. */
    Cohorts(int windows) {
        this.windows = windows;
    }

    /** Takes the number of those that are left of each cohort. */
    void windowEnded(Map<Integer, Amount> now) {
        now.keySet().forEach(cohort -> left.computeIfAbsent(cohort, added -> new ArrayList<>()));
        windows++;
        left.forEach((cohort, line) -> {
            while (line.size() < windows - 1) {
                line.add(Amount.NONE);
            }
            line.add(now.getOrDefault(cohort, Amount.NONE));
        });
    }

    /** Makes one window of two. */
    void halve() {
        windows /= 2;
        Map<Integer, List<Amount>> halved = new TreeMap<>();
        left.forEach((cohort, line) -> halved.merge(half(cohort), secondOfPairs(line), Cohorts::sum));
        left.clear();
        left.putAll(halved);
    }

    /** The window of which a window becomes a part. */
    static int half(int window) {
        return Math.floorDiv(window, 2);
    }

    private static List<Amount> secondOfPairs(List<Amount> line) {
        return new ArrayList<>(IntStream.range(0, line.size() / 2)
                .mapToObj(pair -> line.get(2 * pair + 1))
                .toList());
    }

    private static List<Amount> sum(List<Amount> one, List<Amount> other) {
        return new ArrayList<>(IntStream.range(0, one.size())
                .mapToObj(i -> one.get(i).plus(other.get(i)))
                .toList());
    }

    /** How many windows have ended. */
    int windows() {
        return windows;
    }

    /** What was left of a cohort at the end of a window. */
    Amount left(int cohort, int window) {
        List<Amount> line = left.get(cohort);
        return line == null ? Amount.NONE : line.get(window);
    }

    /** What was left, at the end of a window, of all that had come before another window. */
    Amount leftOfBefore(int first, int window) {
        return left.keySet().stream()
                .filter(cohort -> cohort < first)
                .map(cohort -> left(cohort, window))
                .reduce(Amount.NONE, Amount::plus);
    }
}
