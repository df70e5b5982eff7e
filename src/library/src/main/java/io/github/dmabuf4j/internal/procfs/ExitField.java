// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.OptionalInt;

/** The last field of {@code /proc/<pid>/stat}: how the process has ended. */
final class ExitField {
    // The numbers of fields after the name.
    private static final int WAITS = 32;
    private static final int STATUS = 49;

    private static final String NONE = "0";
    private static final int MOST_DIGITS = 5;

    private ExitField() {}

    /**
     * Reads it. A reader who may not know it finds 0, as that of a process that exited with 0. Such a reader finds 0 also in the
     * field that says whether the process waits in the kernel, which is 1 for a process that has ended.
     */
    static OptionalInt status(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= STATUS || !isNumber(fields[STATUS])) {
            return OptionalInt.empty();
        }
        boolean told = !fields[STATUS].equals(NONE) || !fields[WAITS].equals(NONE);
        return told ? OptionalInt.of(Integer.parseInt(fields[STATUS])) : OptionalInt.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(one -> one >= '0' && one <= '9');
    }
}
