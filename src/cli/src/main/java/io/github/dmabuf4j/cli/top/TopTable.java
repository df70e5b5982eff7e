// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.stats.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A table of {@code top}. Rows can be sorted by the key of each column.
 *
 * @param rows returns the rows of a snapshot
 * @param identity returns what identifies a row in the next snapshot
 * @param size returns the size whose change is shown, in bytes
 * @param left the columns to the left of the change
 * @param right the columns to the right of the change
 * @param sort the key to sort by unless the user chooses another
 * @param details what is shown of one row
 */
record TopTable<R>(
        Function<Snapshot, List<R>> rows,
        Function<R, Object> identity,
        ToLongFunction<R> size,
        List<Column<R>> left,
        List<Column<R>> right,
        String sort,
        Details<R> details) {

    /** Returns all that is shown of one row. */
    interface Details<R> {
        TopText text(Snapshot snapshot, R row, SizeFormat sizes);
    }

    /**
     * A row with its change.
     *
     * @param of the row of the snapshot
     * @param change how much its size has grown since the snapshot before, in bytes; empty where there is no such snapshot
     */
    record Row<R>(R of, OptionalLong change) {
        boolean isChanged() {
            return change.orElse(0) != 0;
        }
    }

    private List<Column<Row<R>>> columns() {
        return Stream.of(own(left), Stream.of(Column.<Row<R>>change("change", Row::change)), own(right))
                .flatMap(columns -> columns)
                .toList();
    }

    private Stream<Column<Row<R>>> own(List<Column<R>> columns) {
        return columns.stream().map(column -> column.on(Row::of));
    }

    List<String> keys() {
        return columns().stream().map(Column::key).toList();
    }

    /** The rows that a filter admits, sorted. */
    TopRows rows(TopReading reading, String sortKey, TopFilter filter, SizeFormat sizes) {
        List<R> all = reading.latest().map(rows).orElse(List.of());
        List<R> admitted =
                all.stream().filter(row -> admits(filter, row, sizes)).toList();
        List<Row<R>> sorted = withChange(admitted, reading.earlier()).stream()
                .sorted(order(sortKey))
                .toList();
        List<String> texts = new Table<>(columns(), sorted).lines(sizes, new TextStyle(false));
        List<TopLine> lines = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            TopLine.Mark mark = sorted.get(i).isChanged() ? TopLine.Mark.CHANGED : TopLine.Mark.PLAIN;
            lines.add(new TopLine(mark, texts.get(i + 1)));
        }
        List<Object> identities =
                sorted.stream().map(row -> identity.apply(row.of())).toList();
        return new TopRows(TopLine.heading(texts.get(0)), lines, identities, all.size());
    }

    /** A row is searched where it has texts. */
    private boolean admits(TopFilter filter, R row, SizeFormat sizes) {
        return filter.isForAll()
                || filter.admits(right.stream()
                        .filter(column -> column.kind() == Column.Kind.TEXT)
                        .map(column -> column.text(row, sizes))
                        .toList());
    }

    /** What is shown of one row; empty if the reading does not have it. */
    Optional<TopText> details(TopReading reading, Object row, SizeFormat sizes) {
        return reading.latest()
                .flatMap(snapshot -> rows.apply(snapshot).stream()
                        .filter(one -> identity.apply(one).equals(row))
                        .findFirst()
                        .map(found -> details.text(snapshot, found, sizes)));
    }

    private List<Row<R>> withChange(List<R> now, Optional<Snapshot> earlier) {
        Optional<Map<Object, Long>> before = earlier.map(this::sizes);
        return now.stream().map(row -> new Row<>(row, change(row, before))).toList();
    }

    private Map<Object, Long> sizes(Snapshot snapshot) {
        Map<Object, Long> sizes = new HashMap<>();
        rows.apply(snapshot).forEach(row -> sizes.put(identity.apply(row), size.applyAsLong(row)));
        return sizes;
    }

    private OptionalLong change(R row, Optional<Map<Object, Long>> before) {
        if (before.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(size.applyAsLong(row) - before.get().getOrDefault(identity.apply(row), 0L));
    }

    private Comparator<Row<R>> order(String key) {
        return columns().stream()
                .filter(column -> column.key().equals(key))
                .findFirst()
                .map(TopTable::order)
                .orElseThrow(() -> new IllegalArgumentException("there is no column " + key + " in " + keys()));
    }

    /** Texts are in alphabetical order, numbers in descending order; values that are not known are last. */
    private static <T> Comparator<T> order(Column<T> column) {
        Comparator<T> byValue = column.kind() == Column.Kind.TEXT
                ? Comparator.comparing(row -> value(column, row))
                : Comparator.<T, BigDecimal>comparing(row -> new BigDecimal(value(column, row)))
                        .reversed();
        Comparator<T> unknownLast =
                Comparator.comparing(row -> value(column, row).isEmpty());
        return unknownLast.thenComparing(
                (one, other) -> value(column, one).isEmpty() ? 0 : byValue.compare(one, other));
    }

    private static <T> String value(Column<T> column, T row) {
        return column.valueOf(row).map(Object::toString).orElse("");
    }
}
