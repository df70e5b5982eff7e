// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/**
 * The text of {@code /proc/<pid>/fdinfo/<fd>}: lines of key, colon, white space and value.
 *
 * <p>A buffer's name is not escaped and may hold line ends, and so forge lines; it comes last, so the first line with
 * a key counts.
 */
public record FdInfo(String text) {

    /** Whether there is a line with the key. */
    public boolean has(String key) {
        return text.lines().anyMatch(line -> line.startsWith(key + ":"));
    }

    /** The value of the first line with the key; empty where there is none. */
    public String value(String key) {
        String start = key + ":";
        return text.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }
}
