// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** When the next periodic sample is due; those that were missed are left out. */
final class Schedule {
    /** Longer than any machine runs, and a number of nanoseconds that a long can add. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Optional<Duration> interval;
    private final LongSupplier clock;
    private long next;

    /** The first is due an interval from now. */
    Schedule(Optional<Duration> interval) {
        this(interval, System::nanoTime);
    }

    /** By a clock of nanoseconds. */
    Schedule(Optional<Duration> interval, LongSupplier clock) {
        this.interval = interval.map(time -> time.compareTo(NEVER) < 0 ? time : NEVER);
        this.clock = clock;
        this.next = clock.getAsLong() + nanoseconds();
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
        return Duration.ofNanos(Math.clamp(next - clock.getAsLong(), 0, longest.toNanos()));
    }

    /** Whether one is due; if so, the one after it is the next. */
    boolean isDue() {
        boolean due = interval.isPresent() && clock.getAsLong() - next >= 0;
        if (due) {
            leaveOutMissed();
        }
        return due;
    }

    /** Makes the first that falls due after now the next. */
    void leaveOutMissed() {
        long late = clock.getAsLong() - next;
        if (interval.isPresent() && late >= 0) {
            next += (late / nanoseconds() + 1) * nanoseconds();
        }
    }
}
