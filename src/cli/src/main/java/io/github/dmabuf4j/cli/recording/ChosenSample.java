// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sample that a command was asked to look at.
 *
 * @param origin as the user named it
 * @param sample what was found there
 * @param brokenLines how many lines of the file, as far as it was read, were no whole sample
 */
public record ChosenSample(String origin, Sample sample, int brokenLines) {

    public Snapshot snapshot() {
        return sample.snapshot();
    }

    /** One line about it. */
    public String title() {
        return TerminalEscape.of(origin) + ", " + snapshot().time() + " (" + TerminalEscape.of(sample.reason()) + ")";
    }

    /** When, where and why it was taken, and what is in it in total. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("origin", origin);
        document.put("reason", sample.reason());
        document.put("brokenLines", brokenLines);
        document.putAll(SnapshotDocument.head(snapshot()));
        document.put("totals", SnapshotDocument.totals(snapshot().totals()));
        return document;
    }
}
