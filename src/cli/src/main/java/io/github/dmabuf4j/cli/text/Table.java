// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        List<Cell[]> cells = cells(sizes);
        int[] widths = widths(cells);
        int needed = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        int[] fitted = ColumnFit.fitted(widths, columns, needed - limit.applyAsInt(needed));
        List<String> lines = new ArrayList<>(cells.size());
        for (Cell[] row : cells) {
            lines.add(line(row, fitted));
        }
        lines.set(0, style.heading(lines.get(0)));
        return lines;
    }

    /** The headings, and the texts of all rows. */
    private List<Cell[]> cells(SizeFormat sizes) {
        List<Cell[]> cells = new ArrayList<>(rows.size() + 1);
        cells.add(row(Column::heading));
        for (T row : rows) {
            cells.add(row(column -> column.text(row, sizes)));
        }
        return cells;
    }

    private Cell[] row(Function<Column<T>, String> text) {
        Cell[] cells = new Cell[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Cell.of(text.apply(columns.get(i)));
        }
        return cells;
    }

    private int[] widths(List<Cell[]> cells) {
        int[] widths = new int[columns.size()];
        for (Cell[] row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].width());
            }
        }
        return widths;
    }

    private String line(Cell[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Cell cell = row[i].shortened(widths[i]);
            int blanks = widths[i] - cell.width();
            if (columns.get(i).kind().isOfText()) {
                line.append(cell.text()).repeat(' ', blanks);
            } else {
                line.repeat(' ', blanks).append(cell.text());
            }
            line.append(GAP);
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
