// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Searches bytes for a text. It looks at one byte in as many as the text has, mostly: the byte where the text would end says how
 * far away the next place is (Horspool's algorithm).
 */
final class ByteSearch {
    /** The start of the path of a buffer. */
    static final ByteSearch LINK_START = new ByteSearch(MappedBuffer.LINK_START);

    private final byte[] text;

    /** By the byte at the end of a place: how far the next place is from there. */
    private final byte[] steps = new byte[1 << Byte.SIZE];

    /** For a text of at most 127 bytes. */
    private ByteSearch(String wanted) {
        text = wanted.getBytes(StandardCharsets.UTF_8);
        Arrays.fill(steps, (byte) text.length);
        for (int i = 0; i < text.length - 1; i++) {
            steps[Byte.toUnsignedInt(text[i])] = (byte) (text.length - 1 - i);
        }
    }

    /** Returns where the text is in a part of an array; -1 if it is not there. */
    int indexIn(byte[] bytes, int from, int end) {
        int last = text.length - 1;
        int at = from + last;
        while (at < end) {
            byte there = bytes[at];
            if (there == text[last] && isAt(bytes, at - last, end)) {
                return at - last;
            }
            at += steps[Byte.toUnsignedInt(there)];
        }
        return -1;
    }

    /** Whether the text is at a place before the end. */
    boolean isAt(byte[] bytes, int start, int end) {
        return end - start >= text.length && Arrays.equals(bytes, start, start + text.length, text, 0, text.length);
    }
}
