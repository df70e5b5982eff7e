// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * Escapes text that others have chosen, such as the name of a buffer or of a file, for a terminal, a log or the message of an
 * exception.
 *
 * <p>Characters are escaped that could start a line, control a terminal or change the direction of writing, or that cannot be seen:
 *
 * <ul>
 *   <li>{@code \xNN}: a byte that is not valid UTF-8, see {@link KernelText};
 *   <li><code>&#92;uNNNN</code>: a UTF-16 unit of a control or format character, of a space other than U+0020, a lone surrogate, a space
 *       at the start or the end, or the first character of a text that looks like a placeholder;
 *   <li>{@code \\}: a backslash.
 * </ul>
 *
 * <p>Different texts stay different, and each can be decoded again.
 */
public final class TerminalEscape {
    private TerminalEscape() {}

    /** Escapes one text, such as a name. Different texts stay different. */
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

    /** Whether it is ASCII, as nearly all names are, and has no character to escape. */
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
     * Escapes one text, where a placeholder stands for no text. If the text equals the placeholder, its first character is
     * escaped.
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
     * Escapes a sentence into which texts were put by {@link #of}: for sentences from a file, and in case one text was not
     * escaped. Backslashes stay as they are, so a sentence that is escaped already does not change.
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
