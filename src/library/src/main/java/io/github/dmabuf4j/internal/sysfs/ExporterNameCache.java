// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sysfs;

import io.github.dmabuf4j.internal.sys.KernelText;
import java.nio.ByteBuffer;

/** Makes strings of exporters' names. Most buffers have the exporter of the one before: its string is used again. */
final class ExporterNameCache {
    private volatile Known last = new Known(new long[0], 0, "");

    private static final class Known {
        /** The text, padded with zeros to whole words. */
        private final long[] words;

        private final int length;
        private final String name;

        Known(long[] words, int length, String name) {
            this.words = words;
            this.length = length;
            this.name = name;
        }

        static Known of(ByteBuffer text, int length) {
            long[] words = new long[(length + Long.BYTES - 1) / Long.BYTES];
            for (int i = 0; i < words.length; i++) {
                words[i] = text.getLong(i * Long.BYTES);
            }
            return new Known(words, length, line(text, length));
        }

        boolean isOf(ByteBuffer text, int bytes) {
            if (bytes != length) {
                return false;
            }
            for (int i = 0; i < words.length; i++) {
                if (text.getLong(i * Long.BYTES) != words[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The name in the first bytes of a text, without the line end that the kernel adds. A word of zeros must follow these bytes. */
    String of(ByteBuffer text, int length) {
        Known known = last;
        if (!known.isOf(text, length)) {
            known = Known.of(text, length);
            last = known;
        }
        return known.name;
    }

    /** The first bytes of a text, without the line end. */
    static String line(ByteBuffer text, int length) {
        byte[] bytes = new byte[length];
        text.get(0, bytes);
        return withoutLineEnd(KernelText.decode(bytes));
    }

    static String withoutLineEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
