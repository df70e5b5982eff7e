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
    /** A deadline at a time from now. For zero and less it has passed already: what is tried is tried once, without waiting. */
    public static Deadline after(Duration time) {
        return in(Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
    }

    /** A deadline that never passes. */
    public static Deadline never() {
        return in(Long.MAX_VALUE);
    }

    private static Deadline in(long nanos) {
        return new Deadline(System.nanoTime(), nanos);
    }

    /** Returns the time that is left; zero or less when the deadline has passed. */
    public Duration left() {
        return Duration.ofNanos(leftNanos());
    }

    /** Returns the time that is left in nanoseconds. */
    public long leftNanos() {
        return nanos - (System.nanoTime() - start);
    }
}
