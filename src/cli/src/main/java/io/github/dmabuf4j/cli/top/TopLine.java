// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.TextWidth;

/** A line of {@code top}, and how a screen highlights it. */
record TopLine(Mark mark, String text) {
    enum Mark {
        PLAIN,
        HEADING,
        /** A note or a failure. */
        WARNING,
        /** A row whose size has changed. */
        CHANGED,
        /** The row of the cursor. */
        SELECTED
    }

    static TopLine plain(String text) {
        return new TopLine(Mark.PLAIN, text);
    }

    static TopLine heading(String text) {
        return new TopLine(Mark.HEADING, text);
    }

    static TopLine warning(String text) {
        return new TopLine(Mark.WARNING, text);
    }

    /** The same line as the row of the cursor, in a window of this width. */
    TopLine selected(int columns) {
        return new TopLine(Mark.SELECTED, text + " ".repeat(Math.max(0, columns - TextWidth.of(text))));
    }

    /** The part that fits in {@code columns}. */
    TopLine cut(int columns) {
        return new TopLine(mark, TextWidth.cut(text, columns));
    }
}
