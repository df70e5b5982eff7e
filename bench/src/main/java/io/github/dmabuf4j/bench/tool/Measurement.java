// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * What was measured of one operation done in one way.
 *
 * @param runs one a process
 * @param calls system calls for each operation, by their name; empty where they were not counted
 */
record Measurement(
        String operation,
        String way,
        SortedMap<String, String> parameters,
        List<Run> runs,
        SortedMap<String, Double> calls) {

    String label() {
        return Label.of(operation, parameters, way);
    }

    double nanoseconds() {
        return samples().average().orElse(Double.NaN);
    }

    /** How many times what C needs, in turns with it. */
    OptionalDouble timesC() {
        OptionalDouble ofPeer = runs.stream()
                .flatMap(run -> run.peer(PeerWay.C).stream())
                .mapToDouble(Double::doubleValue)
                .average();
        return ofPeer.isPresent() ? OptionalDouble.of(nanoseconds() / ofPeer.getAsDouble()) : ofPeer;
    }

    /** Half of what lies between the least and the most, as a part of the mean. */
    double spread() {
        double most = samples().max().orElse(Double.NaN);
        double least = samples().min().orElse(Double.NaN);
        return (most - least) / 2 / nanoseconds();
    }

    private DoubleStream samples() {
        return runs.stream().flatMap(run -> run.samples().stream()).mapToDouble(Double::doubleValue);
    }

    OptionalDouble heapBytes() {
        return average(Run::heapBytes);
    }

    OptionalDouble cpu() {
        return average(Run::cpu);
    }

    private OptionalDouble average(Function<Run, OptionalDouble> measure) {
        return runs.stream().flatMapToDouble(run -> measure.apply(run).stream()).average();
    }

    OptionalDouble callCount() {
        return calls.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        calls.values().stream().mapToDouble(Double::doubleValue).sum());
    }
}
