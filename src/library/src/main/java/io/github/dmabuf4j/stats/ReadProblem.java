// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;

/**
 * What was missed in the reading of a process.
 *
 * @param text printable
 * @param errno 0 for what was read and not understood
 */
record ReadProblem(String text, int errno) {
    static ReadProblem of(DmaBufException failure) {
        return new ReadProblem(String.valueOf(failure.getMessage()), failure.errno());
    }

    static ReadProblem notUnderstood(String text) {
        return new ReadProblem(text, 0);
    }

    /** Whether the kernel has refused it. */
    boolean isRefusal() {
        return errno != 0;
    }
}
