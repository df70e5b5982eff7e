// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.List;
import java.util.function.Function;

/** Rows that are printed when they come. A column has a width to begin with, and is as wide as the widest value so far. */
public final class OpenTable<T> {
    private static final String GAP = "  ";

    private final List<Column<T>> columns;
    private final int[] widths;

    /**
     * A table without rows.
     *
     * @param widths the width of each column to begin with
     */
    public OpenTable(List<Column<T>> columns, List<Integer> widths) {
        this.columns = columns;
        this.widths = widths.stream().mapToInt(Integer::intValue).toArray();
    }

    public String heading(TextStyle style) {
        return style.heading(line(Column::heading));
    }

    public String line(T row, SizeFormat sizes) {
        return line(column -> column.text(row, sizes));
    }

    private String line(Function<Column<T>, String> text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Column<T> column = columns.get(i);
            String cell = text.apply(column);
            widths[i] = Math.max(widths[i], TextWidth.of(cell));
            String blank = " ".repeat(widths[i] - TextWidth.of(cell));
            line.append(column.kind().isOfText() ? cell + blank : blank + cell).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
