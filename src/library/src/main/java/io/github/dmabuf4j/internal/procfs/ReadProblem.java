// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;

/**
 * Something of a process that could not be read, or was not understood.
 *
 * @param text a clause, printable
 * @param errno 0 if it was read and not understood
 */
public record ReadProblem(String text, int errno) {
    static ReadProblem of(DmaBufException failure) {
        return new ReadProblem(String.valueOf(failure.getMessage()), failure.errno());
    }

    static ReadProblem notUnderstood(String text) {
        return new ReadProblem(text, 0);
    }

    /** Whether the kernel refused to show it. */
    boolean isRefusal() {
        return errno != 0;
    }
}
