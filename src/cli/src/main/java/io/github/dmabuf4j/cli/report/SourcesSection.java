// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.cli.text.Counted;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sources of the figures, and what the figures lack. */
final class SourcesSection {
    private static final int MOST = 20;

    private final Timeline timeline;
    private final Snapshot last;

    SourcesSection(Timeline timeline) {
        this.timeline = timeline;
        this.last = timeline.last();
    }

    /** Sentences about the recording as a whole. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        int samples = timeline.summaries().size();
        if (samples > 1 && timeline.incomplete() > 0) {
            sentences.add("Something could not be read in " + timeline.incomplete() + " of " + samples
                    + " samples; their figures lack it.");
        }
        if (samples > 1 && timeline.contradicting() > 0) {
            sentences.add(
                    "Sources contradicted each other in " + timeline.contradicting() + " of " + samples + " samples.");
        }
        if (timeline.setBack() > 0) {
            sentences.add("The clock was set back in " + Counted.of(timeline.setBack(), "sample")
                    + "; they are shown at the time of the sample before.");
        }
        if (timeline.boots() > 1) {
            sentences.add("The samples are of " + timeline.boots()
                    + " boots. Growth, new buffers and gone buffers are those of the last boot.");
        }
        return sentences;
    }

    List<HtmlTable> tables() {
        List<HtmlTable> tables = new ArrayList<>(List.of(sources()));
        if (!last.contradictions().isEmpty()) {
            tables.add(contradictions());
        }
        return tables;
    }

    private HtmlTable sources() {
        HtmlTable table = new HtmlTable("sources", "Sources", "What was read for the last sample.")
                .text("source")
                .text("reports")
                .number("ended while read")
                .number("not readable")
                .text("notes");
        for (SourceReport source : last.sources()) {
            table.row(
                    TableCell.text(PageText.safe(source.source())),
                    TableCell.text(source.used() ? reports(source) : "not read"),
                    TableCell.number(source.gone()),
                    TableCell.number(source.unreadable().size()),
                    TableCell.text(notes(source)));
        }
        return table;
    }

    private static String reports(SourceReport source) {
        return source.capabilities().stream()
                .sorted()
                .map(capability -> capability.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private String notes(SourceReport source) {
        List<String> notes = new ArrayList<>();
        source.notes().forEach(note -> notes.add(TerminalEscape.sentence(note.sentence())));
        source.unreadable().stream()
                .limit(MOST)
                .forEach(one -> notes.add(TerminalEscape.sentence(one.entry() + ": " + one.reason())));
        int more = source.unreadable().size() - MOST;
        if (more > 0) {
            notes.add("and " + more + " more");
        }
        return String.join("; ", notes);
    }

    private HtmlTable contradictions() {
        HtmlTable table = new HtmlTable(
                        "contradictions", "Contradictions", "Buffers about which two sources report different things.")
                .number("inode")
                .text("what they report");
        List<Contradiction> all = last.contradictions();
        all.stream()
                .limit(MOST)
                .forEach(one -> table.row(
                        TableCell.number(Long.toUnsignedString(one.inode())),
                        TableCell.text(TerminalEscape.sentence(one.text()))));
        return table.others(all.size() - MOST);
    }
}
