// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: some characters take two, those that combine with others none. */
final class TextWidth {
    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** Control characters, which no printed text has, count as none. */
    private static int of(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }

    /** As much of the start of a text as fits into so many columns. */
    static String cut(String text, int columns) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            width += of(character);
            if (width > columns) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }
}
