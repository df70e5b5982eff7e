// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations for people. Times are in UTC, since a reader may be in another time zone. */
final class TimeFormat {
    private static final DateTimeFormatter FULL = pattern("yyyy-MM-dd HH:mm:ss 'UTC'");
    private static final DateTimeFormatter CLOCK = pattern("HH:mm:ss");

    private TimeFormat() {}

    static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static String full(Instant time) {
        return FULL.format(time);
    }

    /** A time, without its date where {@code known}, another time on the page, has the same date. */
    static String near(Instant time, Instant known) {
        boolean sameDay = time.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .equals(known.atZone(ZoneOffset.UTC).toLocalDate());
        return sameDay ? CLOCK.format(time) : full(time);
    }

    /** A duration in its two largest units. */
    static String of(Duration duration) {
        if (duration.toDays() > 0) {
            return two(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        if (duration.toHours() > 0) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        if (duration.toMinutes() > 0) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small > 0 ? " " + small + " " + smallUnit : "");
    }
}
