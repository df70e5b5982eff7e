// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** The width of texts in columns of a terminal. Some characters take two columns, combining ones none. */
public final class TextWidth {
    private TextWidth() {}

    public static int of(String text) {
        int length = text.length();
        for (int at = 0; at < length; at++) {
            if (!isPlain(text.charAt(at))) {
                return at + ofRest(text, at);
            }
        }
        return length;
    }

    private static int ofRest(String text, int start) {
        int width = 0;
        for (int at = start; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            width += of(text.codePointAt(at));
        }
        return width;
    }

    /** Whether it is of ASCII, as nearly all are, and printable. */
    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~';
    }

    /** The width of a character; 0 for a control character, which printed text does not contain. */
    private static int of(int character) {
        return isPlain(character) ? 1 : Math.max(0, WCWidth.wcwidth(character));
    }

    /** Wraps a text into lines of at most {@code columns}, at spaces where possible. A line has at least one character. */
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

    /** The beginning of a text, as far as it fits in {@code columns}. */
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
