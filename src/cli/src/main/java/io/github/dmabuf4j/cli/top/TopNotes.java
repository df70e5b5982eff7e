// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.TextWidth;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The notes on a snapshot, in pages that fit in a window. */
final class TopNotes {
    private final List<String> sentences;

    TopNotes(Optional<Snapshot> snapshot) {
        sentences =
                snapshot.map(SnapshotNotes::new).map(SnapshotNotes::sentences).orElse(List.of());
    }

    /** A title and at most {@code rows} lines; the page after the last is the first. */
    List<TopLine> page(int number, int columns, int rows) {
        List<TopLine> lines = sentences.stream()
                .flatMap(sentence -> TextWidth.wrapped(sentence, columns).stream())
                .map(TopLine::warning)
                .toList();
        if (lines.isEmpty()) {
            return List.of(TopLine.plain("notes: none, the figures are complete"));
        }
        int room = Math.max(1, rows);
        int pages = (lines.size() + room - 1) / room;
        int page = Math.floorMod(number, pages);
        List<TopLine> shown = lines.subList(page * room, Math.min(lines.size(), (page + 1) * room));
        TopLine title = TopLine.plain("notes" + (pages > 1 ? ", page " + (page + 1) + " of " + pages : "") + ":");
        return Stream.concat(Stream.of(title), shown.stream()).toList();
    }
}
