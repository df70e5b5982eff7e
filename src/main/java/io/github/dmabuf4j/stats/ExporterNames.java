// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

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

        boolean isOf(MemorySegment text, int length) {
            if (length != bytes.length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (text.get(JAVA_BYTE, i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The name in the first bytes of a text, without the line end that the kernel adds. */
    String of(MemorySegment text, int length) {
        Known known = last;
        if (!known.isOf(text, length)) {
            byte[] bytes = text.asSlice(0, length).toArray(JAVA_BYTE);
            known = new Known(bytes, withoutLineEnd(new String(bytes, StandardCharsets.UTF_8)));
            last = known;
        }
        return known.name;
    }

    static String withoutLineEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
