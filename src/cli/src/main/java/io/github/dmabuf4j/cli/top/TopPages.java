// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The texts about a reading, in a window of some width: its notes, its sources, and the keys. */
final class TopPages {
    private static final String INDENT = "  ";

    private final Optional<Snapshot> snapshot;
    private final int columns;

    TopPages(TopReading reading, int columns) {
        snapshot = reading.latest();
        this.columns = columns;
    }

    TopText keys() {
        return TopText.wrapped("keys", TopKeys.HELP.lines().map(TopLine::plain).toList(), columns);
    }

    TopText notes() {
        List<TopLine> sentences =
                snapshot.map(SnapshotNotes::new).map(SnapshotNotes::sentences).orElse(List.of()).stream()
                        .map(TopLine::warning)
                        .toList();
        return sentences.isEmpty()
                ? new TopText("notes", List.of(TopLine.plain("none: the figures are complete")))
                : TopText.wrapped("notes", sentences, columns);
    }

    TopText sources() {
        List<TopLine> lines = new ArrayList<>();
        snapshot.map(Snapshot::sources).orElse(List.of()).forEach(source -> lines.addAll(lines(source)));
        return TopText.wrapped("sources", lines, columns);
    }

    private static List<TopLine> lines(SourceReport source) {
        List<TopLine> lines = new ArrayList<>();
        lines.add(
                TopLine.plain(TerminalEscape.of(source.source()) + ": " + (source.used() ? read(source) : "not read")));
        source.notes().forEach(note -> lines.add(limit(note.sentence())));
        source.unreadable().forEach(one -> lines.add(limit(one.entry() + ": " + one.reason())));
        return lines;
    }

    private static String read(SourceReport source) {
        String gone = source.gone() > 0 ? "; ended while read: " + source.gone() : "";
        return source.capabilities().stream()
                        .sorted()
                        .map(capability ->
                                capability.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "))
                + gone;
    }

    private static TopLine limit(String sentence) {
        return TopLine.warning(INDENT + TerminalEscape.sentence(sentence));
    }
}
