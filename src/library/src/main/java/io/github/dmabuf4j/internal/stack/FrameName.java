// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

/** The names in a frame. Other programs have chosen them, at any length, and a summary keeps those of many stacks. */
final class FrameName {
    /** The longest, in UTF-16 units. */
    static final int LONGEST = 500;

    private static final String REST = "\u2026";

    private static final int USUAL = 64;

    private FrameName() {}

    /** How much memory what has this name takes, compared with what has a usual one. */
    static long weight(String name) {
        return 1L + name.length() / USUAL;
    }

    /** The same, or its beginning with an ellipsis. */
    static String cut(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        boolean isInCharacter = Character.isHighSurrogate(name.charAt(LONGEST - 1));
        return name.substring(0, isInCharacter ? LONGEST - 1 : LONGEST) + REST;
    }
}
