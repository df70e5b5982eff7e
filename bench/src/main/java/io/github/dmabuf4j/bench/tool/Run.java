// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One process's times of an operation, in nanoseconds, which are instructions where the guest's time counts those.
 *
 * @param warmup each iteration before the steady state
 * @param samples each iteration that counts
 * @param heapBytes of the Java heap, for each operation
 * @param peer what the C program took in its turns between the samples; empty where there is none
 * @param cpu what the whole process used of processors, for each operation
 */
record Run(List<Double> warmup, List<Double> samples, List<Double> peer, OptionalDouble heapBytes, OptionalDouble cpu) {

    /** The turns of the C program. */
    Run ofPeer() {
        return new Run(List.of(), peer, List.of(), OptionalDouble.empty(), OptionalDouble.empty());
    }
}
