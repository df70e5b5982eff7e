// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes escapes in text, without the code that wrote them. */
public final class Escapes {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:(\\\\)|x([89a-f][0-9a-f])|u([0-9a-f]{4}))");
    private static final int HEX = 16;
    private static final int OF_BYTES = 0xdc00;

    private Escapes() {}

    /** Returns the original text. */
    public static String read(String printable) {
        return ESCAPE.matcher(printable).replaceAll(escape -> Matcher.quoteReplacement(character(escape)));
    }

    private static String character(MatchResult escape) {
        if (escape.group(1) != null) {
            return "\\";
        }
        int number = escape.group(2) != null
                ? OF_BYTES + Integer.parseInt(escape.group(2), HEX)
                : Integer.parseInt(escape.group(3), HEX);
        return Character.toString((char) number);
    }
}
