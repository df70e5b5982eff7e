// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of a listing as lines of text, as CSV or as objects of JSON. */
public final class Table<T> {
    private static final String GAP = "  ";

    private final List<Column<T>> columns;
    private final List<T> rows;

    public Table(List<Column<T>> columns, List<T> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** A table whose first column is given apart from the others. */
    public Table(Column<T> first, List<Column<T>> others, List<T> rows) {
        this(Stream.concat(Stream.of(first), others.stream()).toList(), rows);
    }

    /** A heading, and a line for each row. Numbers are aligned at the right, texts at the left. */
    public List<String> lines(SizeFormat sizes, TextStyle style) {
        return lines(sizes, style, IntUnaryOperator.identity());
    }

    /**
     * A heading, and a line for each row. Numbers are aligned at the right, texts at the left.
     *
     * @param limit returns how many columns a line may take, given how many the longest needs; texts are shortened to that
     */
    public List<String> lines(SizeFormat sizes, TextStyle style, IntUnaryOperator limit) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::heading).toList());
        rows.forEach(row -> cells.add(
                columns.stream().map(column -> column.text(row, sizes)).toList()));
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> width(cells, column))
                .toArray();
        int needed = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        int[] fitted = ColumnFit.fitted(widths, columns, needed - limit.applyAsInt(needed));
        List<String> lines = cells.stream().map(row -> line(row, fitted)).toList();
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

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = ColumnFit.shortened(row.get(i), widths[i]);
            String blank = " ".repeat(widths[i] - TextWidth.of(cell));
            boolean text = columns.get(i).kind().isOfText();
            line.append(text ? cell + blank : blank + cell).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /**
     * Writes CSV by RFC 4180: a heading, then a record for each row. Sizes are in bytes; a value that is not known is empty.
     * Texts are escaped as in the lines (see {@link TerminalEscape}): names of different bytes stay different, and no text steers
     * a terminal.
     *
     * @param texts applied to the escaped values of text columns
     */
    public void writeCsv(PrintWriter out, UnaryOperator<String> texts) {
        // Not closed: that would close the PrintWriter too.
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(columns.stream().map(Column::key).toList());
        for (T row : rows) {
            csv.writeRecord(
                    columns.stream().map(column -> column.csv(row, texts)).toList());
        }
        out.flush();
    }

    /** An object of JSON for each row; a value that is not known is null. */
    public List<Map<String, Object>> documents() {
        return rows.stream().map(row -> Column.document(columns, row)).toList();
    }
}
