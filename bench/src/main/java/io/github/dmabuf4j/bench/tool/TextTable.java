// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table with left-aligned text columns, followed by right-aligned number columns. */
final class TextTable {
    private final int texts;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> textHeadings, List<String> numberHeadings) {
        texts = textHeadings.size();
        List<String> headings = new ArrayList<>(textHeadings);
        headings.addAll(numberHeadings);
        rows.add(headings);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String blank = " ".repeat(width(i) - row.get(i).length());
            line.append(i < texts ? row.get(i) + blank : blank + row.get(i)).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return IntStream.range(0, rows.size())
                .map(row -> rows.get(row).get(column).length())
                .max()
                .orElse(0);
    }
}
