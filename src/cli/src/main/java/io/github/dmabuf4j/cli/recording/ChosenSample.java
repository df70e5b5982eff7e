// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sample that the user has chosen.
 *
 * @param origin how the user named it
 * @param sample the sample
 * @param brokenLines the number of broken lines in the file, as far as it was read
 */
public record ChosenSample(String origin, Sample sample, int brokenLines) {

    public Snapshot snapshot() {
        return sample.snapshot();
    }

    /** A line with its origin, time and reason. */
    public String title() {
        return TerminalEscape.of(origin) + ", " + snapshot().time() + " (" + TerminalEscape.of(sample.reason()) + ")";
    }

    /** Its origin, time, reason and totals for JSON. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("origin", origin);
        document.put("reason", sample.reason());
        document.put("brokenLines", brokenLines);
        document.putAll(SnapshotDocument.withTotals(snapshot()));
        return document;
    }
}
