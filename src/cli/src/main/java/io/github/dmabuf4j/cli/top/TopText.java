// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * A text that is shown in place of the table, in parts that fit in the window.
 *
 * @param title what it is
 * @param lines its lines
 */
record TopText(String title, List<TopLine> lines) {
    /** A text whose lines are wrapped to the width of the window. */
    static TopText wrapped(String title, List<TopLine> lines, int columns) {
        return new TopText(
                title,
                lines.stream()
                        .flatMap(line -> TextWidth.wrapped(line.text(), columns).stream()
                                .map(part -> new TopLine(line.mark(), part)))
                        .toList());
    }

    /** The title and at most {@code rows} lines, at least one; the part after the last is the first. */
    List<TopLine> part(int number, int rows) {
        int room = Math.max(1, rows);
        int parts = Math.max(1, (lines.size() + room - 1) / room);
        int part = Math.floorMod(number, parts);
        List<TopLine> shown = new ArrayList<>();
        shown.add(TopLine.plain(parts > 1 ? title + ", page " + (part + 1) + " of " + parts + ":" : title + ":"));
        shown.addAll(lines.subList(part * room, Math.min(lines.size(), (part + 1) * room)));
        return shown;
    }
}
