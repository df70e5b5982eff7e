// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The times of one process, in nanoseconds per operation. In instruction-count mode a nanosecond is an instruction.
 *
 * @param warmup the iterations before the steady state
 * @param samples the iterations that count
 * @param peers the turns of the C program between the samples, by variant
 * @param heapBytes bytes allocated on the Java heap per operation
 * @param cpu processor time of the whole process per operation
 * @param resident the most memory that the process occupied, in KiB
 */
record Run(
        List<Double> warmup,
        List<Double> samples,
        SortedMap<String, List<Double>> peers,
        OptionalDouble heapBytes,
        OptionalDouble cpu,
        OptionalDouble resident) {

    /** Returns the turns of the C program as a run of its own. */
    Run ofPeer(PeerWay way) {
        SortedMap<String, List<Double>> compared = new TreeMap<>(Map.of(PeerWay.C.label(), peer(PeerWay.C)));
        OptionalDouble none = OptionalDouble.empty();
        return new Run(List.of(), peer(way), compared, none, none, none);
    }

    /** Returns the turns of a variant; empty if it took none. */
    List<Double> peer(PeerWay way) {
        return peers.getOrDefault(way.label(), List.of());
    }
}
