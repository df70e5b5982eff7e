// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * Text of others, such as the name of a buffer or of a file, for a terminal, a log or the message of an exception.
 *
 * <p>What could start a line, steer a terminal or change the direction of writing is written out, and what cannot be seen:
 *
 * <ul>
 *   <li>{@code \xNN}: a byte that is not of valid UTF-8, see {@link KernelText};
 *   <li><code>&#92;uNNNN</code>: a unit of UTF-16, that is a control or format character, a space other than the usual one, half a
 *       character, a space at the start or the end, or the first character of what looks like a placeholder;
 *   <li>{@code \\}: a backslash.
 * </ul>
 *
 * <p>No two texts are written alike, and each can be read back.
 */
public final class TerminalEscape {
    private TerminalEscape() {}

    /** One text of others, such as a name: different texts stay different. */
    public static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            boolean atAnEnd = at == 0 || at == text.length() - 1;
            if (character == '\\') {
                printable.append("\\\\");
            } else if (character == ' ' && atAnEnd) {
                writeOut(character, printable);
            } else {
                append(character, printable);
            }
        }
        return printable.toString();
    }

    /** Whether it is of ASCII, as nearly all names are, and has nothing to be written out. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c <= ' ' || c > '~' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /**
     * One text of others where a placeholder stands for none: a text that would look like the placeholder has its first
     * character written out.
     */
    public static String of(String text, String placeholder) {
        String printable = of(text);
        if (!printable.equals(placeholder)) {
            return printable;
        }
        StringBuilder other = new StringBuilder();
        writeOut(placeholder.charAt(0), other);
        return other.append(placeholder, 1, placeholder.length()).toString();
    }

    /**
     * A sentence that texts of others were put into by {@link #of}, once more: for sentences from a file, and where one could
     * have been forgotten. Backslashes stay as they are, so that a sentence that is printable already does not change.
     */
    public static String sentence(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(character, printable));
        return printable.toString();
    }

    private static void append(int character, StringBuilder printable) {
        if (mustBeWrittenOut(character)) {
            writeOut(character, printable);
        } else {
            printable.appendCodePoint(character);
        }
    }

    private static boolean mustBeWrittenOut(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> character != ' ';
            default -> false;
        };
    }

    private static void writeOut(int character, StringBuilder printable) {
        if (KernelText.isEscape(character)) {
            printable.append(String.format("\\x%02x", KernelText.escapedByte(character)));
            return;
        }
        for (char unit : Character.toChars(character)) {
            printable.append(String.format("\\u%04x", (int) unit));
        }
    }
}
