// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One process's times of an operation, in nanoseconds, which are instructions where the guest's time counts those.
 *
 * @param warmup each iteration before the steady state
 * @param samples each iteration that counts
 * @param peers what the C program took in its turns between the samples, by the way in which it does it
 * @param heapBytes of the Java heap, for each operation
 * @param cpu what the whole process used of processors, for each operation
 */
record Run(
        List<Double> warmup,
        List<Double> samples,
        SortedMap<String, List<Double>> peers,
        OptionalDouble heapBytes,
        OptionalDouble cpu) {

    /** The turns of the C program. */
    Run ofPeer(PeerWay way) {
        SortedMap<String, List<Double>> compared = new TreeMap<>(Map.of(PeerWay.C.label(), peer(PeerWay.C)));
        return new Run(List.of(), peer(way), compared, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Empty where it took no turns. */
    List<Double> peer(PeerWay way) {
        return peers.getOrDefault(way.label(), List.of());
    }
}
