// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.TextWidth;

/** A line of {@code top}, and what it is to look like on a screen. */
record TopLine(Mark mark, String text) {
    enum Mark {
        PLAIN,
        HEADING,
        /** What limits the figures. */
        WARNING,
        /** A row whose figures are others than before. */
        CHANGED
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

    /** As much of it as fits into so many columns. */
    TopLine cut(int columns) {
        return new TopLine(mark, TextWidth.cut(text, columns));
    }
}
