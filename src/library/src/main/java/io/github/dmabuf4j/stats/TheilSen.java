// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.stream.IntStream;

/** The slope of a line by Theil and Sen: the median of the slopes between all pairs of points. Few points far off do not move it. */
final class TheilSen {
    private TheilSen() {}

    /** Returns 0 where no two points have a different x. */
    static double slope(double[] x, double[] y) {
        double[] slopes = IntStream.range(0, x.length)
                .boxed()
                .flatMapToDouble(one -> IntStream.range(0, one)
                        .filter(other -> x[one] != x[other])
                        .mapToDouble(other -> (y[one] - y[other]) / (x[one] - x[other])))
                .sorted()
                .toArray();
        if (slopes.length == 0) {
            return 0;
        }
        int middle = slopes.length / 2;
        return slopes.length % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
    }
}
