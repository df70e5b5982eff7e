// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.Map;

/**
 * A cell of a table.
 *
 * @param text printable
 * @param style a class of the style sheet
 * @param bar length of the bar below the text, in percent; less than 0 for no bar
 */
record TableCell(String text, String style, long bar) {
    private static final int NONE = -1;

    static TableCell text(String text) {
        return new TableCell(text, "text", NONE);
    }

    static TableCell number(String text) {
        return new TableCell(text, "number", NONE);
    }

    static TableCell number(long number) {
        return number(Long.toString(number));
    }

    static TableCell share(String text, long part, long whole) {
        double percent = whole > 0 ? 100.0 * part / whole : 0;
        return new TableCell(text, "number", Math.round(Math.min(100, Math.max(0, percent))));
    }

    /** A difference; growth is highlighted. */
    static TableCell change(String text, long change) {
        return new TableCell(change == 0 ? "0" : text, change > 0 ? "number grown" : "number", NONE);
    }

    Map<String, Object> model() {
        return Map.of("text", text, "style", style, "hasBar", bar >= 0, "bar", Long.toString(bar));
    }
}
