// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Compares each snapshot with limits. A limit is reported once, until a snapshot is below it again. For one thread at a time. */
final class LimitWatch {
    private static final String TOTAL = "";

    private final List<Watched> limits;
    private final LongSupplier clock;

    /** A limit, and what is known of those that it concerns. */
    private static final class Watched {
        private final Limit limit;
        private final Set<Object> reached = new HashSet<>();
        private final Map<Object, GrowthHistory> histories = new HashMap<>();

        /** The time of the snapshot before, by the clock; empty for the first one. */
        private Optional<Long> before = Optional.empty();

        Watched(Limit limit) {
            this.limit = limit;
        }
    }

    /** Whose size it is, in this and in other snapshots, what to call it, and how large it is. */
    private record Measured(Object key, String name, long bytes) {}

    LimitWatch(List<Limit> limits) {
        this(limits, System::nanoTime);
    }

    /** For tests: with another clock of nanoseconds. */
    LimitWatch(List<Limit> limits, LongSupplier clock) {
        this.limits = limits.stream().map(Watched::new).toList();
        this.clock = clock;
    }

    /** Returns the limits that this snapshot reaches and that the one before was below. */
    List<LimitReached> check(Snapshot snapshot) {
        long now = clock.getAsLong();
        List<LimitReached> found = new ArrayList<>();
        limits.forEach(watched -> check(watched, snapshot, now, found));
        return found;
    }

    private static void check(Watched watched, Snapshot snapshot, long now, List<LimitReached> found) {
        Set<Object> seen = new HashSet<>();
        for (Measured measured : measured(watched.limit, snapshot)) {
            seen.add(measured.key());
            long bytes = compared(watched, measured, now);
            if (bytes < watched.limit.bytes()) {
                watched.reached.remove(measured.key());
            } else if (watched.reached.add(measured.key())) {
                found.add(new LimitReached(watched.limit, measured.name(), bytes));
            }
        }
        watched.reached.retainAll(seen);
        watched.histories.keySet().retainAll(seen);
        watched.before = Optional.of(now);
    }

    /** What is compared with the limit: the size, or the growth. What is new has grown from nothing. */
    private static long compared(Watched watched, Measured measured, long now) {
        return watched.limit
                .within()
                .map(time -> watched.histories
                        .computeIfAbsent(measured.key(), key -> new GrowthHistory(time, watched.before))
                        .growth(now, measured.bytes()))
                .orElse(measured.bytes());
    }

    private static List<Measured> measured(Limit limit, Snapshot snapshot) {
        return switch (limit.subject()) {
            case TOTAL ->
                List.of(new Measured(TOTAL, TOTAL, snapshot.totals().all().bytes()));
            case EXPORTER ->
                snapshot.exporters().stream()
                        .filter(usage -> limit.concerns(usage.exporter().orElse("")))
                        .map(usage ->
                                new Measured(usage.exporter(), usage.exporter().orElse(""), usage.size()))
                        .toList();
            case PROCESS ->
                snapshot.processes().stream()
                        .filter(usage -> concerns(limit, usage.process()))
                        .map(LimitWatch::measured)
                        .toList();
        };
    }

    private static boolean concerns(Limit limit, HoldingProcess process) {
        return limit.concerns(process.title()) || limit.concerns(process.command());
    }

    private static Measured measured(ProcessUsage usage) {
        HoldingProcess process = usage.process();
        return new Measured(process.id(), process.title() + " (" + process.pid() + ")", usage.rss());
    }
}
