// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when something may wait, by the clock that nobody sets.
 *
 * @param start by that clock
 * @param nanos after the start, not negative
 */
public record Deadline(long start, long nanos) {
    /** Zero and less is now: what is tried is tried once, without waiting. */
    public static Deadline after(Duration time) {
        return in(Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
    }

    /** Later than any machine runs. */
    public static Deadline never() {
        return in(Long.MAX_VALUE);
    }

    private static Deadline in(long nanos) {
        return new Deadline(System.nanoTime(), nanos);
    }

    /** Zero or less when the time has passed. */
    public Duration left() {
        return Duration.ofNanos(leftNanos());
    }

    /** The same in nanoseconds. */
    public long leftNanos() {
        return nanos - (System.nanoTime() - start);
    }
}
