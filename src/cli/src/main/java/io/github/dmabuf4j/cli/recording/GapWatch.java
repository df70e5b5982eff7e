// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.internal.sys.KernelFile;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what happened between two samples by comparing clocks. For one thread at a time. */
public final class GapWatch {
    /** A difference that is shorter is not one of the clocks: they are read one after the other. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private static final Pattern UPTIME = Pattern.compile("([0-9]{1,12})\\.([0-9]{2}) .*", Pattern.DOTALL);
    private static final long NANOS_PER_HUNDREDTH = 10_000_000;
    private static final long HUNDREDTHS = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Duration interval;
    private Optional<Moment> last = Optional.empty();

    /**
     * One time by several clocks, in nanoseconds.
     *
     * @param running by a clock that does not run while the machine is suspended
     * @param always by one that does; empty where it cannot be read
     * @param wall by the clock that can be set
     */
    record Moment(long running, OptionalLong always, long wall) {
        static Moment now() {
            return new Moment(System.nanoTime(), uptime(), System.currentTimeMillis() * NANOS_PER_MILLI);
        }

        private static OptionalLong uptime() {
            Matcher form = UPTIME.matcher(KernelFile.read("/proc/uptime").text());
            return form.matches()
                    ? OptionalLong.of((Long.parseLong(form.group(1)) * HUNDREDTHS + Long.parseLong(form.group(2)))
                            * NANOS_PER_HUNDREDTH)
                    : OptionalLong.empty();
        }
    }

    /** Creates a watch of a recorder that takes a sample at each interval. */
    public GapWatch(Duration interval) {
        this.interval = interval;
    }

    /** Returns what happened since the last call, without samples that are missing. */
    public RecordingGap next() {
        return next(Moment.now());
    }

    RecordingGap next(Moment now) {
        RecordingGap gap = last.map(before -> between(before, now)).orElse(RecordingGap.NONE);
        last = Optional.of(now);
        return gap;
    }

    private RecordingGap between(Moment before, Moment now) {
        Duration ran = Duration.ofNanos(now.running() - before.running());
        Duration passed = now.always().isPresent() && before.always().isPresent()
                ? Duration.ofNanos(now.always().getAsLong() - before.always().getAsLong())
                : ran;
        Duration shown = Duration.ofNanos(now.wall() - before.wall());
        return new RecordingGap(0, "", paused(ran), orZero(passed.minus(ran)), orZero(shown.minus(passed)));
    }

    /** An interval that was as long as two is one that was missed. */
    private Duration paused(Duration ran) {
        Duration more = ran.minus(interval);
        return more.compareTo(interval) < 0 ? Duration.ZERO : orZero(more);
    }

    private static Duration orZero(Duration difference) {
        return difference.abs().compareTo(LEAST) < 0 ? Duration.ZERO : difference;
    }
}
