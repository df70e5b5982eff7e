// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a recording lacks between two of its samples. It is recorded in the later one.
 *
 * @param missing how many samples could not be taken or written
 * @param why the reason of the last of them; empty if none is missing
 * @param paused how long the recorder did not run while the machine did
 * @param suspended how long the machine was suspended
 * @param clockSet by how much the clock was set, negative where it was set back
 */
public record RecordingGap(int missing, String why, Duration paused, Duration suspended, Duration clockSet) {
    /** Nothing is missing. */
    public static final RecordingGap NONE = new RecordingGap(0, "", Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** The key of it in the document of a sample. */
    static final String KEY = "gap";

    /** This gap, with one more sample that is missing. */
    public RecordingGap andMissing(String reason) {
        return new RecordingGap(missing + 1, reason, paused, suspended, clockSet);
    }

    /** This gap and the next one. */
    public RecordingGap and(RecordingGap next) {
        return new RecordingGap(
                missing + next.missing,
                next.missing > 0 ? next.why : why,
                paused.plus(next.paused),
                suspended.plus(next.suspended),
                clockSet.plus(next.clockSet));
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("missing", missing);
        document.put("why", why);
        document.put("pausedMillis", paused.toMillis());
        document.put("suspendedMillis", suspended.toMillis());
        document.put("clockSetMillis", clockSet.toMillis());
        return document;
    }

    /** The gap before a sample; none where the document has none, as in recordings of earlier versions. */
    static RecordingGap before(JsonObject sample) {
        return sample.optionalObject(KEY).map(RecordingGap::read).orElse(NONE);
    }

    private static RecordingGap read(JsonObject document) {
        return new RecordingGap(
                document.smallNumber("missing"),
                document.text("why"),
                millis(document, "pausedMillis"),
                millis(document, "suspendedMillis"),
                millis(document, "clockSetMillis"));
    }

    private static Duration millis(JsonObject document, String key) {
        return Duration.ofMillis(document.number(key));
    }

    /** Sentences about it, for a reader of the recording. */
    List<String> notes(Instant before) {
        String until = "before " + before.truncatedTo(ChronoUnit.SECONDS) + " ";
        List<String> notes = new ArrayList<>();
        if (missing > 0) {
            notes.add(until + (missing == 1 ? "1 sample is" : missing + " samples are") + " missing: "
                    + TerminalEscape.sentence(why));
        }
        if (!paused.isZero()) {
            notes.add(until + "the recorder took no sample for " + seconds(paused));
        }
        if (!suspended.isZero()) {
            notes.add(until + "the machine was suspended for " + seconds(suspended));
        }
        if (!clockSet.isZero()) {
            notes.add(until + "the clock was set " + (clockSet.isNegative() ? "back" : "forward") + " by "
                    + seconds(clockSet.abs()));
        }
        return notes;
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
