// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.TextWidth;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that limits the figures of {@code top}, in pages of a window. */
final class TopNotes {
    private final List<String> sentences;

    TopNotes(Optional<Snapshot> snapshot) {
        sentences =
                snapshot.map(SnapshotNotes::new).map(SnapshotNotes::sentences).orElse(List.of());
    }

    /** A title and at most so many lines of at most so many columns; beyond the last page comes the first. */
    List<TopLine> page(int number, int columns, int rows) {
        List<TopLine> lines = sentences.stream()
                .flatMap(sentence -> TextWidth.wrapped(sentence, columns).stream())
                .map(TopLine::warning)
                .toList();
        if (lines.isEmpty()) {
            return List.of(TopLine.plain("notes: none, nothing limits the figures"));
        }
        int room = Math.max(1, rows);
        int pages = (lines.size() + room - 1) / room;
        int page = Math.floorMod(number, pages);
        List<TopLine> shown = lines.subList(page * room, Math.min(lines.size(), (page + 1) * room));
        TopLine title = TopLine.plain("notes" + (pages > 1 ? ", page " + (page + 1) + " of " + pages : "") + ":");
        return Stream.concat(Stream.of(title), shown.stream()).toList();
    }
}
