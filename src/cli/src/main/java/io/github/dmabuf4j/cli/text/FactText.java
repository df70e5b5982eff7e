// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.List;

/** Formats the values of one row as lines, a name and a value each. */
public final class FactText {
    private FactText() {}

    public static <T> List<String> lines(List<Column<T>> columns, T row, SizeFormat sizes) {
        return columns.stream()
                .map(column -> line(column.key(), column.text(row, sizes)))
                .toList();
    }

    public static String line(String name, String value) {
        return "%-11s %s".formatted(name, value);
    }
}
