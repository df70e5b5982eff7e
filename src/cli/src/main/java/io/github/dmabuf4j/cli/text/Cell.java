// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

/**
 * A cell of a table.
 *
 * @param width how many columns of a terminal it takes
 */
record Cell(String text, int width) {
    private static final String MORE = "\u2026";

    static Cell of(String text) {
        return new Cell(text, TextWidth.of(text));
    }

    /** A cell of at most this width; an ellipsis stands for what was left out. */
    Cell shortened(int most) {
        return width > most ? of(TextWidth.cut(text, most - 1) + MORE) : this;
    }
}
