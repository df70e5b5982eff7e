// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The growth from one window on, in buffers that have settled: that have stayed for a quarter of all windows. What is freed sooner,
 * however much it is, does not count.
 *
 * <p>A leak adds in nearly every window, now as much as before, and what it adds stays. A ramp at the start adds in the first windows
 * alone. Buffers that live long, and become more until as many go as come, go on going after they have settled. In a balance of
 * both, their number is a random walk: it strays by the square root of the number that came and went, or by what the windows
 * differ from each other where buffers come in batches.
 */
final class SettledGrowth {
    /** Chance exceeds this many standard deviations once in 30,000 times. */
    private static final double DEVIATIONS = 4;
    /** This much of what grows may go after it has settled; else the balance is awaited. */
    private static final double FEW = 0.25;
    /** After this many mean lifetimes, what comes and goes is in balance. */
    private static final double BALANCED = 4;

    private final Cohorts cohorts;
    private final int from;
    private final int settling;
    private final int[] came;
    private final int[] went;

    /** Takes the windows from this one on. */
    SettledGrowth(Cohorts cohorts, int from) {
        this.cohorts = cohorts;
        this.from = from;
        settling = settling(cohorts.windows());
        came = windows().map(window -> came(window).buffers()).toArray();
        went = windows().map(window -> went(window).buffers()).toArray();
    }

    /** How many windows a buffer has to stay. */
    static int settling(int windows) {
        return windows / 4;
    }

    /** The end of the windows of which it is known what has stayed. */
    int end() {
        return cohorts.windows() - settling;
    }

    /** The first window. */
    int from() {
        return from;
    }

    private IntStream windows() {
        return IntStream.range(from, end());
    }

    /** What came in a window and has stayed. */
    private Amount came(int window) {
        return cohorts.left(window, cohorts.windows() - 1);
    }

    /** What had come before the first window, had settled, and went as long after a window as it takes to settle. */
    private Amount went(int window) {
        int later = window + settling;
        return cohorts.leftOfBefore(from, later - 1).minus(cohorts.leftOfBefore(from, later));
    }

    /** The growth in each window. */
    List<Amount> net() {
        return windows().mapToObj(window -> came(window).minus(went(window))).toList();
    }

    /** The growth in all windows together. */
    Amount growth() {
        return net().stream().reduce(Amount.NONE, Amount::plus);
    }

    boolean isSteady() {
        int[] net = IntStream.range(0, came.length).map(i -> came[i] - went[i]).toArray();
        int growth = IntStream.of(net).sum();
        return growth > 0
                && net[0] > 0
                && risesThroughout(net, growth)
                && growth >= DEVIATIONS * Math.sqrt(Math.max(turnover(), spread(net, growth)))
                && stays(growth);
    }

    private static boolean risesThroughout(int[] net, int growth) {
        long rising = IntStream.of(net).filter(one -> one > 0).count();
        long falling = IntStream.of(net).filter(one -> one < 0).count();
        int half = net.length / 2;
        int early = IntStream.of(net).limit(half).sum();
        int late = IntStream.of(net).skip(net.length - half).sum();
        int last = IntStream.of(net).skip(net.length - net.length / 4).sum();
        return rising * 4 >= net.length * 3L
                && falling * 10 <= net.length
                && early * 3 >= growth
                && late * 3 >= growth
                && last * 8 >= growth;
    }

    /** The variance of a sum of single buffers that come and go by chance. */
    private double turnover() {
        return IntStream.of(came).sum() + IntStream.of(went).sum();
    }

    /** The variance of a sum of numbers that differ from each other like these. */
    private static double spread(int[] net, int growth) {
        double mean = (double) growth / net.length;
        double squares = IntStream.of(net)
                .mapToDouble(one -> (one - mean) * (one - mean))
                .sum();
        return squares * net.length / (net.length - 1);
    }

    /** Whether few went that had settled, or those that go have been in balance for long. */
    private boolean stays(int growth) {
        int last = cohorts.windows() - 1;
        double gone = IntStream.of(went).sum();
        double present = IntStream.range(from + settling, last + 1)
                .map(window -> cohorts.leftOfBefore(from, window).buffers())
                .sum();
        for (int cohort = from; cohort + settling <= last; cohort++) {
            gone += cohorts.left(cohort, cohort + settling)
                    .minus(cohorts.left(cohort, last))
                    .buffers();
            for (int window = cohort + settling; window <= last; window++) {
                present += cohorts.left(cohort, window).buffers();
            }
        }
        return gone <= FEW * growth || gone * (cohorts.windows() - from) >= BALANCED * present;
    }
}
