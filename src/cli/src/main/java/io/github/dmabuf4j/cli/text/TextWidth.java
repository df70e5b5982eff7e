// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** How many columns of a terminal a text takes: some characters take two, those that combine with others none. */
public final class TextWidth {
    private TextWidth() {}

    public static int of(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            width += of(text.codePointAt(at));
        }
        return width;
    }

    /** Control characters, which no printed text has, count as none. */
    private static int of(int character) {
        boolean plain = character >= ' ' && character <= '~';
        return plain ? 1 : Math.max(0, WCWidth.wcwidth(character));
    }

    /** A text in lines of so many columns, broken at spaces where there are some; a line has a character at least. */
    public static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (of(rest) > columns) {
            int fitting = Math.max(cut(rest, columns).length(), Character.charCount(rest.codePointAt(0)));
            int indent = rest.length() - rest.stripLeading().length();
            int space = rest.lastIndexOf(' ', fitting);
            int end = space > indent ? space : fitting;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** As much of the start of a text as fits into so many columns. */
    public static String cut(String text, int columns) {
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
