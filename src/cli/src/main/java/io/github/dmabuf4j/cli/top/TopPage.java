// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

/**
 * What is shown below the opening lines: the table, or a text in its place.
 *
 * @param kind the table, or which text
 * @param number which part of the text, where it does not fit in the window: 0 is the first, -1 the last
 */
record TopPage(Kind kind, int number) {
    static final TopPage TABLE = new TopPage(Kind.TABLE, 0);

    enum Kind {
        TABLE,
        KEYS,
        NOTES,
        SOURCES,
        /** The row of the cursor. */
        ROW
    }

    static TopPage of(Kind kind) {
        return new TopPage(kind, 0);
    }

    boolean isTable() {
        return kind == Kind.TABLE;
    }

    /** The page after a key was pressed at a text. */
    TopPage pressed(int key) {
        return switch (key) {
            case TerminalKeys.LEFT, TerminalKeys.UP, TerminalKeys.PAGE_UP -> new TopPage(kind, number - 1);
            case TerminalKeys.RIGHT, TerminalKeys.DOWN, TerminalKeys.PAGE_DOWN -> new TopPage(kind, number + 1);
            case TerminalKeys.NONE -> this;
            default -> kind == Kind.KEYS ? TABLE : pressedAtReading(key);
        };
    }

    private TopPage pressedAtReading(int key) {
        return switch (key) {
            case '<', 'k' -> new TopPage(kind, number - 1);
            case '>', 'j' -> new TopPage(kind, number + 1);
            case TerminalKeys.HOME -> new TopPage(kind, 0);
            case TerminalKeys.END -> new TopPage(kind, -1);
            case TopKeys.KEYS -> of(Kind.KEYS);
            case TopKeys.NOTES -> other(Kind.NOTES);
            case TopKeys.SOURCES -> other(Kind.SOURCES);
            case TopKeys.QUIT, TerminalKeys.ESCAPE, TerminalKeys.BACKSPACE, TerminalKeys.DELETE -> TABLE;
            default -> this;
        };
    }

    /** The key of the text that is shown closes it. */
    private TopPage other(Kind wanted) {
        return wanted == kind ? TABLE : of(wanted);
    }
}
