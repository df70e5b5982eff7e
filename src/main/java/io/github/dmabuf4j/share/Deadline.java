// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.internal.sys.Poller;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when something may wait, by the clock that nobody sets.
 *
 * @param start by that clock
 * @param nanos after the start, not negative
 */
record Deadline(long start, long nanos) {
    /** Zero and less is now: whoever tries does so once, without waiting. */
    static Deadline after(Duration time) {
        return new Deadline(System.nanoTime(), Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
    }

    static Deadline never() {
        return after(Poller.FOREVER);
    }

    /** Zero or less when the time has passed. */
    Duration left() {
        return Duration.ofNanos(leftNanos());
    }

    long leftNanos() {
        return nanos - (System.nanoTime() - start);
    }
}
