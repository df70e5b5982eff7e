// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An axis of sizes that begins at 0. Its step is a power of two. Numbers are doubles, which represent sums of exabytes and
 * each power of two exactly.
 *
 * @param step bytes from one tick to the next
 * @param ticks the number of ticks above 0
 */
record SizeAxis(double step, int ticks) {
    /** A page: no buffer is smaller. */
    private static final double SMALLEST = 4096;

    private static final int MOST_TICKS = 6;
    private static final int BITS = 10;
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

    /** An axis that reaches at least to {@code largest}. */
    static SizeAxis upTo(double largest) {
        double end = Math.max(SMALLEST, largest);
        double step = 1;
        while (step * MOST_TICKS < end) {
            step *= 2;
        }
        return new SizeAxis(step, (int) Math.ceil(end / step));
    }

    double end() {
        return step * ticks;
    }

    /** The values of the ticks, beginning with 0. */
    List<Double> values() {
        return IntStream.rangeClosed(0, ticks).mapToObj(tick -> tick * step).toList();
    }

    /** A size in the largest unit of which it is at least 1. */
    static String label(double bytes) {
        if (bytes < 1) {
            return "0";
        }
        int unit = Math.min(Math.getExponent(bytes) / BITS, UNITS.size() - 1);
        BigDecimal number = BigDecimal.valueOf(Math.scalb(bytes, -unit * BITS)).setScale(3, RoundingMode.HALF_UP);
        return number.stripTrailingZeros().toPlainString() + " " + UNITS.get(unit);
    }
}
