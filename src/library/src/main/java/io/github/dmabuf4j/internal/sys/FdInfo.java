// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * The text of {@code /proc/<pid>/fdinfo/<fd>}: lines of key, colon, white space and value.
 *
 * <p>The kernel does not escape the name of a buffer: it may contain line ends, and so forge lines. The name comes last,
 * so the first line with a key is the kernel's.
 */
public record FdInfo(String text) {

    /** Whether there is a line with the key. */
    public boolean has(String key) {
        return valueStart(key) >= 0;
    }

    /** Returns the value of the first line with the key; empty if there is none. */
    public String value(String key) {
        int start = valueStart(key);
        if (start < 0) {
            return "";
        }
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end).strip();
    }

    /** Returns the index after the colon; negative if there is no line with the key. */
    private int valueStart(String key) {
        int line = 0;
        while (line < text.length()) {
            int end = line + key.length();
            if (text.startsWith(key, line) && text.startsWith(":", end)) {
                return end + 1;
            }
            int lineEnd = text.indexOf('\n', line);
            line = lineEnd < 0 ? text.length() : lineEnd + 1;
        }
        return -1;
    }
}
