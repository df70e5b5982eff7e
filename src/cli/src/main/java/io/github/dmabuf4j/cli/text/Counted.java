// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

/** Numbers of things, in words: 1 buffer, 2 buffers. */
public final class Counted {
    private Counted() {}

    /**
     * Writes a number before a noun.
     *
     * @param noun in the singular; its plural ends in s
     */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
