// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says when the next periodic sample is due. Samples that were missed are left out. */
final class Schedule {
    /** Longer than any machine runs; added to a clock of nanoseconds it does not overflow a long. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Optional<Duration> interval;
    private final LongSupplier clock;
    private long next;

    /** The first sample is due an interval from now; without an interval none is. */
    Schedule(Optional<Duration> interval) {
        this(interval, System::nanoTime);
    }

    /** For tests: with another clock of nanoseconds. */
    Schedule(Optional<Duration> interval, LongSupplier clock) {
        this.interval = interval.map(time -> time.compareTo(NEVER) < 0 ? time : NEVER);
        this.clock = clock;
        this.next = clock.getAsLong() + nanoseconds();
    }

    /** 0 without an interval. */
    private long nanoseconds() {
        return interval.map(Duration::toNanos).orElse(0L);
    }

    /** The time until the next sample, at most {@code longest}. */
    Duration untilNext(Duration longest) {
        if (interval.isEmpty()) {
            return longest;
        }
        return Duration.ofNanos(Math.clamp(next - clock.getAsLong(), 0, longest.toNanos()));
    }

    /** Whether a sample is due. If so, the next one is scheduled. */
    boolean isDue() {
        boolean due = interval.isPresent() && clock.getAsLong() - next >= 0;
        if (due) {
            leaveOutMissed();
        }
        return due;
    }

    /** Schedules the first sample that falls due after now. */
    void leaveOutMissed() {
        long late = clock.getAsLong() - next;
        if (interval.isPresent() && late >= 0) {
            next += (late / nanoseconds() + 1) * nanoseconds();
        }
    }
}
