// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** An axis of times in UTC, with ticks at round times. */
final class TimeAxis {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final List<Long> STEPS = List.of(
            100L,
            200L,
            500L,
            SECOND,
            2 * SECOND,
            5 * SECOND,
            10 * SECOND,
            15 * SECOND,
            30 * SECOND,
            MINUTE,
            2 * MINUTE,
            5 * MINUTE,
            10 * MINUTE,
            15 * MINUTE,
            30 * MINUTE,
            HOUR,
            2 * HOUR,
            3 * HOUR,
            6 * HOUR,
            12 * HOUR,
            DAY);

    private final long from;
    private final long to;
    private final long step;

    TimeAxis(Instant first, Instant last, int mostTicks) {
        from = first.toEpochMilli();
        // The axis has a width even for a single sample.
        to = Math.max(last.toEpochMilli(), from + SECOND);
        step = step(to - from, mostTicks);
    }

    private static long step(long span, int mostTicks) {
        for (long step : STEPS) {
            if (span / step < mostTicks) {
                return step;
            }
        }
        long step = 2 * DAY;
        while (span / step >= mostTicks) {
            step *= 2;
        }
        return step;
    }

    Scale scale(double start, double end) {
        return new Scale((double) from, (double) to, start, end);
    }

    /**
     * A tick.
     *
     * @param label the time
     * @param below the date where it differs from that of the tick before, else empty
     */
    record Tick(double value, String label, String below) {}

    List<Tick> ticks() {
        DateTimeFormatter label = TimeFormat.pattern(step >= DAY ? "MM-dd" : step >= MINUTE ? "HH:mm" : seconds());
        DateTimeFormatter below = TimeFormat.pattern(step >= DAY ? "yyyy" : "yyyy-MM-dd");
        List<Tick> ticks = new ArrayList<>();
        String known = "";
        for (long time = Math.ceilDiv(from, step) * step; time <= to; time += step) {
            Instant instant = Instant.ofEpochMilli(time);
            String date = below.format(instant);
            ticks.add(new Tick((double) time, label.format(instant), date.equals(known) ? "" : date));
            known = date;
        }
        return ticks;
    }

    private String seconds() {
        return step >= SECOND ? "HH:mm:ss" : "HH:mm:ss.S";
    }
}
