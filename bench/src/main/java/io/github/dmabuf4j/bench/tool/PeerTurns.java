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
 * The C program takes its turn before each iteration that counts. So a ratio is one of figures from the same kernel in the
 * same state: what has run before makes 8 % of an allocation, in C alone. Not after it: after the last iteration the buffers of
 * a listing are gone.
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

    /** As JMH wants it. */
    public PeerTurns(String settings) {
        List<String> lines = Arrays.asList(settings.split(LINES));
        warmups = Integer.parseInt(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = Arrays.asList(line.split(FIELDS));
            commands.put(fields.get(0), fields.subList(1, fields.size()));
        }
    }

    /** For the constructor: how many iterations do not count, and the programs. */
    static String settings(int warmups, Map<PeerWay, List<String>> commands) {
        List<String> lines = new ArrayList<>(List.of(Integer.toString(warmups)));
        commands.forEach((way, command) -> lines.add(name(way) + FIELDS + String.join(FIELDS, command)));
        return String.join(LINES, lines);
    }

    /** Of its results. */
    static String name(PeerWay way) {
        return "peer " + way.label();
    }

    @Override
    public String getDescription() {
        return "the same in C, in turns";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        iterations++;
        if (iterations > warmups) {
            letOthersEnd();
            turns = commands.keySet().stream().map(this::turn).toList();
        }
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return turns;
    }

    /** JMH tells its other process of the last iteration, which would take its time from the turn. */
    private static void letOthersEnd() {
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
