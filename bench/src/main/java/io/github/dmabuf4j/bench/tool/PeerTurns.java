// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Lets the C program take a turn before each iteration that counts. Both figures of a ratio then come from the same kernel
 * in the same state, which alone makes up to 8 % of an allocation in C. The turn is not after the iteration, because the
 * buffers of a listing do not exist after the last one.
 */
public final class PeerTurns implements InternalProfiler {
    private static final String LINES = "\n";
    private static final String FIELDS = "\t";
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final int warmups;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, PeerProcess> peers = new LinkedHashMap<>();
    private int iterations;
    private List<ScalarResult> turns = List.of();

    /** Creates the profiler. JMH requires a public constructor with a text. */
    public PeerTurns(String settings) {
        List<String> lines = Arrays.asList(settings.split(LINES));
        warmups = Integer.parseInt(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = Arrays.asList(line.split(FIELDS));
            commands.put(fields.get(0), fields.subList(1, fields.size()));
        }
    }

    /** Returns the argument of the constructor: the number of iterations that do not count, and the commands. */
    static String settings(int warmups, Map<PeerWay, List<String>> commands) {
        List<String> lines = new ArrayList<>(List.of(Integer.toString(warmups)));
        commands.forEach((way, command) -> lines.add(name(way) + FIELDS + String.join(FIELDS, command)));
        return String.join(LINES, lines);
    }

    /** Returns the name of the results. */
    static String name(PeerWay way) {
        return "peer " + way.label();
    }

    @Override
    public String getDescription() {
        return "the same operation in C, in turns";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        iterations++;
        if (iterations > warmups) {
            pause();
            turns = commands.keySet().stream().map(this::turn).toList();
        }
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return turns;
    }

    /** Waits until JMH has reported the last iteration to its other process, which would take time from the turn. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException failure) {
            throw new FailureException("interrupted", failure);
        }
    }

    private ScalarResult turn(String name) {
        PeerProcess peer = peers.computeIfAbsent(name, key -> new PeerProcess(commands.get(key)));
        return new ScalarResult(name, peer.turn(), "ns/op", AggregationPolicy.AVG);
    }
}
