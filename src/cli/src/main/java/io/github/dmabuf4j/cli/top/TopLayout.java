// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
        List<TopLine> table = table(reading, choice);
        lines.add(title(choice, table.size() - 1, table.size() - 1));
        lines.addAll(table);
        return lines;
    }

    /** The lines that fit in a window. */
    List<TopLine> lines(TopReading reading, TopChoice choice, int columns, int rows) {
        List<TopLine> lines;
        if (choice.notes().isPresent()) {
            lines = notes(reading, choice.notes().getAsInt(), columns, rows);
        } else {
            lines = rows < TALL ? low(reading, choice, rows) : tall(reading, choice, rows);
        }
        return lines.stream().limit(rows).map(line -> line.cut(columns)).toList();
    }

    private TopHeader header(TopReading reading) {
        return new TopHeader(reading, filter, sizes, zone, " (key " + TopChoice.NOTES + ")");
    }

    private List<TopLine> notes(TopReading reading, int page, int columns, int rows) {
        List<TopLine> lines = header(reading).opening();
        // Two lines are for the title and the keys.
        List<TopLine> notes = new TopNotes(reading.latest()).page(page, columns, rows - lines.size() - 2);
        addWithKeys(lines, notes, TopLine.plain("q quit  n table  space now  < > page"), rows);
        return lines;
    }

    private List<TopLine> tall(TopReading reading, TopChoice choice, int rows) {
        List<TopLine> lines = header(reading).lines();
        List<TopLine> table = table(reading, choice);
        lines.add(TopLine.plain(""));
        int room = rows - lines.size() - 2;
        lines.add(title(choice, table.size() - 1, Math.min(room, table.size()) - 1));
        addWithKeys(lines, table, keys(choice), rows);
        return lines;
    }

    private List<TopLine> low(TopReading reading, TopChoice choice, int rows) {
        List<TopLine> lines = header(reading).shortLines();
        List<TopLine> table = table(reading, choice);
        if (rows < KEYS) {
            lines.addAll(table);
        } else {
            addWithKeys(lines, table, keys(choice), rows);
        }
        return lines;
    }

    /** Adds the lines that fit, and the keys as the last line of the window. */
    private static void addWithKeys(List<TopLine> lines, List<TopLine> table, TopLine keys, int rows) {
        int room = Math.max(0, rows - lines.size() - 1);
        lines.addAll(table.subList(0, Math.min(room, table.size())));
        while (lines.size() < rows - 1) {
            lines.add(TopLine.plain(""));
        }
        lines.add(keys);
    }

    private List<TopLine> table(TopReading reading, TopChoice choice) {
        return choice.view().table(filter).lines(reading, choice.sort(), sizes);
    }

    private static TopLine title(TopChoice choice, int rows, int shown) {
        String rest = shown < rows ? ", the first " + shown : "";
        return TopLine.plain(choice.view() + " by " + choice.sort() + ": " + rows + rest);
    }

    private static TopLine keys(TopChoice choice) {
        String views = Arrays.stream(TopView.values())
                .map(view -> view.key() + " " + view)
                .collect(Collectors.joining("  "));
        int columns = choice.view().keys().size();
        return TopLine.plain("q quit  space now  < > 1-" + columns + " sort  " + views);
    }
}
