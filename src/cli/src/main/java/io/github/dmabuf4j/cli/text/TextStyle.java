// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

/** Colours text for a terminal, or leaves it as it is. */
public record TextStyle(boolean colours) {
    private static final String END = "\033[0m";

    public String heading(String text) {
        return marked("\033[1m", text);
    }

    /** A note. */
    public String warning(String text) {
        return marked("\033[33m", text);
    }

    private String marked(String start, String text) {
        return colours ? start + text + END : text;
    }
}
