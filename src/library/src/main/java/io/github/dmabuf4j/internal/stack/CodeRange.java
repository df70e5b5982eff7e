// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of {@code /proc/<pid>/maps} that can be executed.
 *
 * @param offset of the row's first byte in its file
 * @param path as the kernel escapes it, or its beginning; empty if there is none
 */
record CodeRange(long start, long end, long offset, String path) {
    private static final int HEXADECIMAL = 16;

    /** Addresses of user space have at most 63 bits, but for one page of an older kernel's, which is left out. */
    private static final Pattern ROW = Pattern.compile(
            "([0-9a-f]{1,15})-([0-9a-f]{1,15}) ..x. ([0-9a-f]{1,15}) [0-9a-f]+:[0-9a-f]+ [0-9]+ *(.*)", Pattern.DOTALL);

    /** Empty if it cannot be executed. The path may have any character but the kernel's line end. */
    static Optional<CodeRange> parse(String row) {
        Matcher form = ROW.matcher(row);
        return form.matches()
                ? Optional.of(new CodeRange(
                        Long.parseLong(form.group(1), HEXADECIMAL),
                        Long.parseLong(form.group(2), HEXADECIMAL),
                        Long.parseLong(form.group(3), HEXADECIMAL),
                        FrameName.cut(form.group(4))))
                : Optional.empty();
    }

    boolean has(long address) {
        return address >= start && address < end;
    }

    /** Whether it is of a file that has a place in a file system, where devices are elsewhere. */
    boolean isOfFile() {
        return path.startsWith("/") && !path.startsWith("/dev/");
    }

    /** The name of its link in {@code /proc/<pid>/map_files}, which leads to the file wherever its path does. */
    String link() {
        return Long.toHexString(start) + "-" + Long.toHexString(end);
    }

    long inFile(long address) {
        return address - start + offset;
    }
}
