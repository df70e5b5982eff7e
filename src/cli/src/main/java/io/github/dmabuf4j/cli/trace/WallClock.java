// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Converts times of {@link System#nanoTime} to the time of day. It follows a clock that is set, but not the jitter of two readings. */
final class WallClock {
    private static final Duration JITTER = Duration.ofMillis(1);

    /** The time of day at the time 0. */
    private Instant zero = now();

    private static Instant now() {
        return Instant.now().minusNanos(System.nanoTime());
    }

    /** Reads the clock again. */
    void adjust() {
        Instant read = now();
        if (Duration.between(zero, read).abs().compareTo(JITTER) > 0) {
            zero = read;
        }
    }

    /** The time of day, to the microsecond that the kernel prints. */
    Instant at(long nanos) {
        return zero.plusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
    }
}
