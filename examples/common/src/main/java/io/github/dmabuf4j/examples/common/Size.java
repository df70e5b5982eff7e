// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A width and a height in pixels. */
public record Size(int width, int height) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    /** Reads a size such as {@code 640x480}. Returns nothing when the text is not one. */
    public static Optional<Size> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
