// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.Map;

/**
 * A cell of a table.
 *
 * @param text printable
 * @param style a class of the style sheet
 * @param bar how long a bar below the text is, in percent; below 0 for none
 */
record Cell(String text, String style, long bar) {
    private static final int NONE = -1;

    static Cell text(String text) {
        return new Cell(text, "text", NONE);
    }

    static Cell number(String text) {
        return new Cell(text, "number", NONE);
    }

    static Cell number(long number) {
        return number(Long.toString(number));
    }

    static Cell share(String text, long part, long whole) {
        double percent = whole > 0 ? 100.0 * part / whole : 0;
        return new Cell(text, "number", Math.round(Math.min(100, Math.max(0, percent))));
    }

    /** What grows is what a reader of the report looks for. */
    static Cell change(String text, long change) {
        return new Cell(change == 0 ? "0" : text, change > 0 ? "number grown" : "number", NONE);
    }

    Map<String, Object> model() {
        return Map.of("text", text, "style", style, "hasBar", bar >= 0, "bar", Long.toString(bar));
    }
}
