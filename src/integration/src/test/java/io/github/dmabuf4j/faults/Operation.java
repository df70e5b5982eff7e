// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.faults;

/**
 * An operation of the public API that the sweep repeats.
 *
 * @param name its name in the report
 * @param trials prepares each run
 * @param kernelMayLeak whether the kernel itself may leak a buffer: up to 6.1.176 it keeps the descriptor of an allocation
 *     that it cannot copy to the caller
 */
record Operation(String name, Trial.Preparation trials, boolean kernelMayLeak) {
    Operation(String name, Trial.Preparation trials) {
        this(name, trials, false);
    }

    /** Returns an operation without preparation. */
    static Operation plain(String name, Trial trial) {
        return new Operation(name, () -> trial);
    }

    /** Returns an operation that allocates from a heap. */
    static Operation allocation(String name, Trial trial) {
        return new Operation(name, () -> trial, true);
    }
}
