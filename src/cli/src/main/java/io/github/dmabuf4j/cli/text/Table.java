// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Rows of a listing, for people or as CSV. */
public final class Table<T> {
    private static final String GAP = "  ";
    private static final String UNKNOWN = "-";

    private final List<Column<T>> columns;
    private final List<T> rows;

    public Table(List<Column<T>> columns, List<T> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** A heading and a line a row; numbers end, and texts start, one below the other. */
    public List<String> lines(SizeFormat sizes, TextStyle style) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream()
                .map(column -> column.key().toUpperCase(Locale.ROOT))
                .toList());
        rows.forEach(row -> cells.add(
                columns.stream().map(column -> cell(column, row, sizes)).toList()));
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> width(cells, column))
                .toArray();
        List<String> lines = cells.stream().map(row -> line(row, widths)).toList();
        List<String> styled = new ArrayList<>(lines);
        styled.set(0, style.heading(lines.get(0)));
        return styled;
    }

    private static int width(List<List<String>> cells, int column) {
        return cells.stream()
                .mapToInt(row -> TextWidth.of(row.get(column)))
                .max()
                .orElse(0);
    }

    private static <T> String cell(Column<T> column, T row, SizeFormat sizes) {
        return column.valueOf(row)
                .filter(value -> !value.toString().isEmpty())
                .map(value -> text(column.kind(), value, sizes))
                .orElse(UNKNOWN);
    }

    /** What a cell shows for a text; a dash stands for none, or an empty one. */
    public static String text(Optional<String> text) {
        return text.filter(known -> !known.isEmpty()).map(Table::text).orElse(UNKNOWN);
    }

    private static String text(String known) {
        return TerminalEscape.of(known, UNKNOWN);
    }

    private static String text(Column.Kind kind, Object value, SizeFormat sizes) {
        if (kind == Column.Kind.SENTENCE) {
            return kind.printable(value.toString());
        }
        if (kind == Column.Kind.SIZE && value instanceof Long size) {
            return sizes.of(size);
        }
        if (kind == Column.Kind.CHANGE && value instanceof Long size) {
            return sizes.ofChange(size);
        }
        boolean grown = kind == Column.Kind.CHANGE && value instanceof Integer number && number > 0;
        return (grown ? "+" : "") + text(value.toString());
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blank = " ".repeat(widths[i] - TextWidth.of(row.get(i)));
            boolean text = columns.get(i).kind().isOfText();
            line.append(text ? row.get(i) + blank : blank + row.get(i)).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /**
     * By RFC 4180: a heading, then a record a row; sizes in bytes, empty where a value is not known. Texts are escaped as in
     * the lines, see {@link TerminalEscape}: so bytes that are not UTF-8 stay different, and no text steers a terminal.
     *
     * @param texts what becomes of the escaped values of text columns
     */
    public void writeCsv(PrintWriter out, UnaryOperator<String> texts) {
        // Not closed: that would close what it writes to.
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(columns.stream().map(Column::key).toList());
        for (T row : rows) {
            csv.writeRecord(columns.stream()
                    .map(column -> column.valueOf(row)
                            .map(value -> csvCell(column, value, texts))
                            .orElse(""))
                    .toList());
        }
        out.flush();
    }

    private static String csvCell(Column<?> column, Object value, UnaryOperator<String> texts) {
        Column.Kind kind = column.kind();
        return kind.isOfText() ? texts.apply(kind.printable(value.toString())) : value.toString();
    }
}
