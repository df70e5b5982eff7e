// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

/**
 * An operation of the public API that the sweep runs over and over.
 *
 * @param name what it is called in the report
 * @param trials prepares each run of it
 * @param kernelMayLeak whether the kernel itself leaves a buffer behind: up to 6.1.176 it forgets the descriptor of an
 *     allocation that it cannot copy to the caller
 */
record Operation(String name, Trial.Preparation trials, boolean kernelMayLeak) {
    Operation(String name, Trial.Preparation trials) {
        this(name, trials, false);
    }

    /** One that needs no preparation of its own. */
    static Operation plain(String name, Trial trial) {
        return new Operation(name, () -> trial);
    }

    /** One that allocates from a heap. */
    static Operation allocation(String name, Trial trial) {
        return new Operation(name, () -> trial, true);
    }
}
