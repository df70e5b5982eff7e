// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The largest of many users of buffers, and the sum of the rest, so that a page has a bounded number of series.
 *
 * @param <T> the figures of one user
 */
final class TopRows<T> {
    private final List<T> top;
    private final List<T> rest;
    private final Function<T, String[]> labels;
    private final String[] labelsOfRest;

    /**
     * Chooses the largest.
     *
     * @param all the users
     * @param order those that come first have their own series
     * @param count how many do
     * @param labels the labels of one
     * @param labelsOfRest the labels of the sum of the rest
     */
    TopRows(List<T> all, Comparator<T> order, int count, Function<T, String[]> labels, String... labelsOfRest) {
        List<T> sorted = all.stream().sorted(order).toList();
        int end = Math.min(count, sorted.size());
        this.top = sorted.subList(0, end);
        this.rest = sorted.subList(end, sorted.size());
        this.labels = labels;
        this.labelsOfRest = labelsOfRest.clone();
    }

    /** Adds a figure of each. The rest is there also if it is nobody: its series have no gaps. */
    Gauges addTo(Gauges family, ToLongFunction<T> figure) {
        for (T one : top) {
            family.with(figure.applyAsLong(one), labels.apply(one));
        }
        return family.with(rest.stream().mapToLong(figure).sum(), labelsOfRest);
    }
}
