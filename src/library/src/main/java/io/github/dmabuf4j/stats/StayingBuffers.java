// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.reducing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The buffers of one subject, and the window in which each came. */
final class StayingBuffers {
    private static final int LEAST_WINDOWS = 16;
    private static final int LEAST_OF_GROWTH = 10;
    private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

    private final LeakSubject subject;
    private final Map<Long, Stay> there = new HashMap<>();
    private final Cohorts cohorts;

    /** Since when a buffer is there. */
    private record Stay(int window, long size) {
        Amount amount() {
            return new Amount(1, size);
        }
    }

    /** Starts at the end of this many windows, in which the subject had no buffer. */
    StayingBuffers(LeakSubject subject, int windows) {
        this.subject = subject;
        cohorts = new Cohorts(windows);
    }

    /** Takes the sizes of the subject's buffers by inode; those that are new came in this window. */
    void add(Map<Long, Long> sizes, int window) {
        there.keySet().retainAll(sizes.keySet());
        sizes.forEach((inode, size) -> there.computeIfAbsent(inode, added -> new Stay(window, size)));
    }

    void windowEnded() {
        cohorts.windowEnded(there.values().stream()
                .collect(groupingBy(Stay::window, mapping(Stay::amount, reducing(Amount.NONE, Amount::plus)))));
    }

    /** Follows {@link SampleWindows#halve}. */
    void halve() {
        there.replaceAll((inode, stay) -> new Stay(Cohorts.half(stay.window), stay.size));
        cohorts.halve();
    }

    /** Returns whether the subject is suspicious, and why. */
    Optional<LeakSuspect> suspect(SampleWindows windows) {
        int ended = cohorts.windows();
        if (ended < LEAST_WINDOWS) {
            return Optional.empty();
        }
        return IntStream.rangeClosed(0, ended - SettledGrowth.settling(ended) - LEAST_OF_GROWTH)
                .filter(from -> new SettledGrowth(cohorts, from).isSteady())
                .mapToObj(from -> new SettledGrowth(cohorts, from))
                .findFirst()
                .filter(this::isStillThere)
                .map(settled -> suspect(windows, settled));
    }

    /** Whether most of the growth was there in the last sample, too, after the last window had ended. */
    private boolean isStillThere(SettledGrowth settled) {
        return settledStays(settled).count() * 2 >= settled.growth().buffers();
    }

    private Stream<Map.Entry<Long, Stay>> settledStays(SettledGrowth settled) {
        return there.entrySet().stream()
                .filter(entry -> entry.getValue().window >= settled.from() && entry.getValue().window < settled.end());
    }

    private LeakSuspect suspect(SampleWindows windows, SettledGrowth settled) {
        Instant since = windows.start(settled.from());
        return new LeakSuspect(
                subject,
                settled.growth(),
                there.values().stream().map(Stay::amount).reduce(Amount.NONE, Amount::plus),
                since,
                windows.samplesSince(settled.from()),
                bytesPerHour(windows, settled),
                firstInodes(settled),
                false);
    }

    private static long bytesPerHour(SampleWindows windows, SettledGrowth settled) {
        List<Amount> net = settled.net();
        double[] hours = new double[net.size()];
        double[] bytes = new double[net.size()];
        long sum = 0;
        for (int i = 0; i < hours.length; i++) {
            sum += net.get(i).bytes();
            hours[i] = hoursBetween(windows.start(settled.from()), windows.start(settled.from() + i));
            bytes[i] = sum;
        }
        return Math.round(TheilSen.slope(hours, bytes));
    }

    private static double hoursBetween(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS_PER_HOUR;
    }

    private List<Long> firstInodes(SettledGrowth settled) {
        return settledStays(settled)
                .sorted(Comparator.<Map.Entry<Long, Stay>>comparingInt(entry -> entry.getValue().window)
                        .thenComparing(Map.Entry::getKey, Long::compareUnsigned))
                .limit(LeakSuspect.INODES)
                .map(Map.Entry::getKey)
                .toList();
    }
}
