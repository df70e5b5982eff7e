// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * The measurement of one operation by one implementation.
 *
 * @param runs one run for each process
 * @param calls system calls per operation, by name; empty if they were not counted
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

    /** Returns the ratio to C, which took turns with this measurement. */
    OptionalDouble timesC() {
        OptionalDouble ofPeer = runs.stream()
                .flatMap(run -> run.peer(PeerWay.C).stream())
                .mapToDouble(Double::doubleValue)
                .average();
        return ofPeer.isPresent() ? OptionalDouble.of(nanoseconds() / ofPeer.getAsDouble()) : ofPeer;
    }

    /** Returns half of the range between minimum and maximum, relative to the mean. */
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

    OptionalDouble resident() {
        return average(Run::resident);
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
