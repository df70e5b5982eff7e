// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Duration;
import java.util.Optional;

/** When the next periodic sample is due; those that were missed are left out. */
final class Schedule {
    /** Longer than any machine runs, and a number of nanoseconds that a long can add. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Optional<Duration> interval;
    private long next;

    /** The first is due an interval from now. */
    Schedule(Optional<Duration> interval) {
        this.interval = interval.map(time -> time.compareTo(NEVER) < 0 ? time : NEVER);
        this.next = System.nanoTime() + nanoseconds();
    }

    /** Without an interval none is ever due. */
    private long nanoseconds() {
        return interval.map(Duration::toNanos).orElse(0L);
    }

    /** The time until then, {@code longest} at the most. */
    Duration untilNext(Duration longest) {
        if (interval.isEmpty()) {
            return longest;
        }
        return Duration.ofNanos(Math.clamp(next - System.nanoTime(), 0, longest.toNanos()));
    }

    /** Whether one is due; if so, the one after it is the next. */
    boolean isDue() {
        long late = System.nanoTime() - next;
        if (interval.isEmpty() || late < 0) {
            return false;
        }
        next += (late / nanoseconds() + 1) * nanoseconds();
        return true;
    }
}
