// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of shell wildcards: {@code *} matches any characters, {@code ?} one, {@code [a-z]} one of these and {@code [!a-z]} one
 * that is none of these. Every other character matches itself. A backslash too, since names are shown with escapes such as
 * {@code \xff}; so does a {@code [} without a {@code ]}.
 *
 * @param text what the user wrote
 * @param pattern the same as a regular expression
 */
public record Glob(String text, Pattern pattern) {
    private static final String NEGATIONS = "!^";

    /**
     * Reads a pattern.
     *
     * @throws PatternSyntaxException if the ends of a range are in the wrong order
     */
    public static Glob of(String text) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = classEnd(text, at);
            if (end > 0) {
                regex.append(characterClass(text.substring(at + 1, end)));
                at = end + 1;
            } else {
                regex.append(single(text.codePointAt(at)));
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return new Glob(text, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    /** Returns where the {@code ]} of a class is that begins here; -1 if none begins here. */
    private static int classEnd(String text, int start) {
        if (text.charAt(start) != '[') {
            return -1;
        }
        boolean negated = start + 1 < text.length() && NEGATIONS.indexOf(text.charAt(start + 1)) >= 0;
        // A ] as the first character is one of the class.
        return text.indexOf(']', start + (negated ? 3 : 2));
    }

    private static String characterClass(String content) {
        boolean negated = NEGATIONS.indexOf(content.charAt(0)) >= 0;
        StringBuilder regex = new StringBuilder(negated ? "[^" : "[");
        content.codePoints().skip(negated ? 1 : 0).forEach(one -> regex.append(one == '-' ? "-" : quoted(one)));
        return regex.append(']').toString();
    }

    private static String single(int character) {
        return switch (character) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> quoted(character);
        };
    }

    /** In a regular expression a backslash may come before each ASCII character that is neither a letter nor a digit. */
    private static String quoted(int character) {
        boolean plain = character > '~' || Character.isLetterOrDigit(character);
        return (plain ? "" : "\\") + Character.toString(character);
    }

    boolean matches(String shown) {
        return pattern.matcher(shown).matches();
    }
}
