// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Lays out the lines of {@code top}: all of them, or those that fit in a window. */
public final class TopLayout {
    /** The height from which a window has room for the whole header. */
    private static final int TALL = 16;
    /** The height from which a window has room for the line of keys. */
    private static final int KEYS = 5;

    private final BufferFilter filter;
    private final SizeFormat sizes;
    private final ZoneId zone;

    public TopLayout(BufferFilter filter, SizeFormat sizes, ZoneId zone) {
        this.filter = filter;
        this.sizes = sizes;
        this.zone = zone;
    }

    /** All lines in full width, without keys; with the notes, or only their number. */
    List<TopLine> lines(TopReading reading, TopChoice choice, boolean withNotes) {
        List<TopLine> lines = new TopHeader(reading, filter, sizes, zone, "").lines();
        if (withNotes) {
            reading.latest()
                    .map(snapshot -> new SnapshotNotes(snapshot).limitations())
                    .orElse(List.of())
                    .forEach(sentence -> lines.add(TopLine.warning(sentence)));
        }
        TopRows rows = rows(reading, choice);
        lines.add(title(choice, rows, 0, rows.all()));
        lines.add(rows.heading());
        lines.addAll(rows.lines());
        return lines;
    }

    /** The rows to show of a reading. */
    TopRows rows(TopReading reading, TopChoice choice) {
        return choice.view().table(filter).rows(reading, choice.sort(), choice.filter(), sizes);
    }

    /** The lines that fit in a window; the cursor is placed where its row is. */
    List<TopLine> lines(TopReading reading, TopRows table, TopChoice choice, TopCursor cursor, int columns, int rows) {
        List<TopLine> lines = choice.page().isTable()
                ? table(reading, table, choice, cursor, columns, rows)
                : page(reading, choice, cursor, columns, rows);
        return lines.stream().limit(rows).map(line -> line.cut(columns)).toList();
    }

    private TopHeader header(TopReading reading) {
        return new TopHeader(reading, filter, sizes, zone, " (key " + TopKeys.NOTES + ")");
    }

    private List<TopLine> page(TopReading reading, TopChoice choice, TopCursor cursor, int columns, int rows) {
        List<TopLine> lines = header(reading).opening();
        // Two lines are for the title and the keys.
        int room = rows - lines.size() - 2;
        lines.addAll(text(reading, choice, cursor, columns).part(choice.page().number(), room));
        boolean isHelp = choice.page().kind() == TopPage.Kind.KEYS;
        return withKeys(lines, isHelp ? "any key: table" : "q table  ? keys  space now  < > page", rows);
    }

    private TopText text(TopReading reading, TopChoice choice, TopCursor cursor, int columns) {
        TopPages pages = new TopPages(reading, columns);
        return switch (choice.page().kind()) {
            case NOTES -> pages.notes();
            case SOURCES -> pages.sources();
            case ROW -> row(reading, choice, cursor);
            case KEYS, TABLE -> pages.keys();
        };
    }

    private TopText row(TopReading reading, TopChoice choice, TopCursor cursor) {
        return cursor.row()
                .flatMap(row -> choice.view().table(filter).details(reading, row, sizes))
                .orElse(new TopText("gone", List.of(TopLine.plain("this row is not there any more"))));
    }

    private List<TopLine> table(
            TopReading reading, TopRows table, TopChoice choice, TopCursor cursor, int columns, int rows) {
        boolean tall = rows >= TALL;
        boolean withKeys = rows >= KEYS;
        List<TopLine> lines = tall ? header(reading).lines() : header(reading).shortLines(choice.filter());
        if (tall) {
            lines.add(TopLine.plain(""));
        }
        int others = (tall ? 1 : 0) + 1 + (withKeys ? 1 : 0);
        cursor.place(choice.view(), table.identities(), rows - lines.size() - others);
        if (tall) {
            lines.add(title(choice, table, cursor.first(), cursor.end()));
        }
        lines.add(table.heading());
        for (int row = cursor.first(); row < cursor.end(); row++) {
            TopLine line = table.lines().get(row);
            lines.add(row == cursor.index() ? line.selected(columns) : line);
        }
        return withKeys ? withKeys(lines, keys(choice), rows) : lines;
    }

    /** Adds the keys as the last line of the window. */
    private static List<TopLine> withKeys(List<TopLine> lines, String keys, int rows) {
        List<TopLine> window = new ArrayList<>(lines.subList(0, Math.min(lines.size(), Math.max(0, rows - 1))));
        while (window.size() < rows - 1) {
            window.add(TopLine.plain(""));
        }
        window.add(TopLine.plain(keys));
        return window;
    }

    private static TopLine title(TopChoice choice, TopRows rows, int first, int end) {
        int shown = rows.lines().size();
        String filtered = choice.filter().isForAll() ? "" : " of " + rows.all() + " with '" + choice.filter() + "'";
        String part = first == 0 ? ", the first " + end : ", " + (first + 1) + " to " + end;
        return TopLine.plain(
                choice.view() + " by " + choice.sort() + ": " + shown + filtered + (end - first < shown ? part : ""));
    }

    private static String keys(TopChoice choice) {
        if (choice.filter().typing()) {
            return TopKeys.FILTER + choice.filter().toString() + "_  Enter keeps, Esc clears";
        }
        int columns = choice.view().keys().size();
        return "q quit  ? keys  / filter  Enter row  < > 1-" + columns + " sort  p e d b view";
    }
}
