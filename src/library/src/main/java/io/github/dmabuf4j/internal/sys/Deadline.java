// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The end of a wait, by the monotonic clock ({@link System#nanoTime}).
 *
 * @param start nanoseconds of that clock
 * @param nanos nanoseconds after the start, not negative
 */
public record Deadline(long start, long nanos) {
    private static final Deadline NEVER = new Deadline(0, Long.MAX_VALUE);

    /** A deadline at a time from now. For zero and less it has passed already: what is tried is tried once, without waiting. */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime(), Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
    }

    /** A deadline that never passes. */
    public static Deadline never() {
        return NEVER;
    }

    /** Returns the time that is left; zero or less when the deadline has passed. */
    public Duration left() {
        return Duration.ofNanos(leftNanos());
    }

    /** Returns the time that is left in nanoseconds. */
    public long leftNanos() {
        return nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
    }
}
