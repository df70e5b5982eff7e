// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

/** Text of others, such as the name of a buffer, for a terminal. */
final class Printable {
    private Printable() {}

    /** The text with its control characters and halves of characters written out: it can neither start a line nor steer a terminal. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (steers(c)) {
                printable.append(String.format("\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    private static boolean steers(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
