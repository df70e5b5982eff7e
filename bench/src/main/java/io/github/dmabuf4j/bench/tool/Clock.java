// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

/** What times are taken from. */
enum Clock {
    /** What passes on a clock on the wall. */
    WALL,

    /**
     * What the process, with all its threads, uses of processors. In instruction-count mode this is the one that counts
     * instructions: while the guest waits for the host, for a page of a file, its clock on the wall runs far ahead.
     */
    CPU;

    static Clock of(boolean icount) {
        return icount ? CPU : WALL;
    }

    Clock other() {
        return this == WALL ? CPU : WALL;
    }
}
