// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes strings of exporters' names: most buffers have that of the one before, which then needs no new string. */
final class ExporterNames {
    private volatile Known last = new Known(new byte[0], "");

    private static final class Known {
        private final byte[] bytes;
        private final String name;

        Known(byte[] bytes, String name) {
            this.bytes = bytes;
            this.name = name;
        }

        boolean isOf(byte[] text, int length) {
            if (length != bytes.length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (text[i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The name in the first bytes of a text, without the line end that the kernel adds. */
    String of(byte[] text, int length) {
        Known known = last;
        if (!known.isOf(text, length)) {
            known = new Known(Arrays.copyOf(text, length), line(text, length));
            last = known;
        }
        return known.name;
    }

    /** The first bytes of a text, without the line end. */
    static String line(byte[] text, int length) {
        return withoutLineEnd(new String(text, 0, length, StandardCharsets.UTF_8));
    }

    static String withoutLineEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
