// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs a job in a JVM of its own, by JMH. */
final class JmhRun {
    private static final String HEAP_BYTES = "gc.alloc.rate.norm";

    /** Compiler time up to this part of an iteration does not count. */
    private static final double NEGLIGIBLE = 0.02;

    private final Timing timings;
    private final Path program;
    private final Path log;

    /**
     * Creates a runner.
     *
     * @param program the C program that takes turns with the benchmark
     * @param log receives the output of JMH
     */
    JmhRun(Timing timings, Path program, Path log) {
        this.timings = timings;
        this.program = program;
        this.log = log;
    }

    Run of(Job job) {
        ChainedOptionsBuilder options = options(job);
        job.parameters().forEach((name, value) -> options.param(name, value));
        Timing timing = timings.of(job);
        if (!job.isSteady()) {
            options.mode(Mode.SingleShotTime).measurementIterations(1);
        } else {
            // The warm-up iterations are measured too, so that the results can show them.
            options.mode(Mode.AverageTime).measurementIterations(timing.warmups() + timing.samples());
            options.measurementTime(timing.iteration());
        }
        return run(job, iterations(job, options));
    }

    private ChainedOptionsBuilder options(Job job) {
        ChainedOptionsBuilder options = new OptionsBuilder();
        // The first profiler, so that the others do not measure its work.
        job.peer().ifPresent(peer -> options.addProfiler(PeerTurns.class, turns(peer, timings.of(job))));
        return options.include("^" + Pattern.quote(job.benchmark()) + "$")
                .forks(1)
                .warmupIterations(0)
                .timeUnit(TimeUnit.NANOSECONDS)
                .jvmArgs(Timing.jvmArguments().toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .addProfiler(CompilerTime.class)
                .shouldFailOnError(true)
                .output(log.toString());
    }

    private String turns(Peer peer, Timing timing) {
        Map<PeerWay, List<String>> commands = new EnumMap<>(PeerWay.class);
        for (PeerWay way : timing.peers()) {
            List<String> command = peer.command(program, way);
            command.add("nanoseconds=" + timing.iteration().convertTo(TimeUnit.NANOSECONDS));
            commands.put(way, command);
        }
        return PeerTurns.settings(timing.warmups(), commands);
    }

    private List<IterationResult> iterations(Job job, ChainedOptionsBuilder options) {
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return results.stream()
                    .flatMap(result -> result.getBenchmarkResults().stream())
                    .flatMap(result -> result.getIterationResults().stream())
                    .toList();
        } catch (RunnerException failure) {
            throw new FailureException(
                    job.label() + " failed: " + failure.getMessage() + "; the log of JMH has more: " + log, failure);
        }
    }

    private Run run(Job job, List<IterationResult> iterations) {
        int warmups = job.isSteady() ? timings.of(job).warmups() : 0;
        List<IterationResult> last = iterations.subList(warmups, iterations.size());
        List<IterationResult> counted = job.isSteady() ? steady(last) : last;
        return new Run(
                times(job, iterations.subList(0, warmups)),
                times(job, counted),
                peers(counted, job),
                secondary(counted, HEAP_BYTES, job),
                secondary(counted, CpuTime.NAME, job),
                OptionalDouble.empty());
    }

    private SortedMap<String, List<Double>> peers(List<IterationResult> iterations, Job job) {
        SortedMap<String, List<Double>> peers = new TreeMap<>();
        if (job.peer().isPresent()) {
            for (PeerWay way : timings.of(job).peers()) {
                peers.put(
                        way.label(),
                        values(iterations, PeerTurns.name(way), job).boxed().toList());
            }
        }
        return peers;
    }

    /** Returns the iterations without compiler activity, which sometimes comes late; all if each has some. */
    private List<IterationResult> steady(List<IterationResult> iterations) {
        double negligible = timings.iteration().convertTo(TimeUnit.MILLISECONDS) * NEGLIGIBLE;
        List<IterationResult> steady = iterations.stream()
                .filter(iteration -> values(iteration, CompilerTime.NAME).sum() <= negligible)
                .toList();
        return steady.isEmpty() ? iterations : steady;
    }

    private static List<Double> times(Job job, List<IterationResult> iterations) {
        return iterations.stream()
                .map(iteration -> iteration.getPrimaryResult().getScore() / job.operationsPerCall())
                .toList();
    }

    /** Returns the mean of a profiler's results of all iterations. */
    private static OptionalDouble secondary(List<IterationResult> iterations, String name, Job job) {
        return values(iterations, name, job).average();
    }

    private static DoubleStream values(List<IterationResult> iterations, String name, Job job) {
        return iterations.stream()
                .flatMapToDouble(iteration -> values(iteration, name))
                .map(value -> value / job.operationsPerCall());
    }

    private static DoubleStream values(IterationResult iteration, String name) {
        DoubleStream.Builder values = DoubleStream.builder();
        iteration.getSecondaryResults().forEach((key, result) -> {
            // Some versions of JMH put a dot before the names of their profilers' results.
            if (key.endsWith(name)) {
                values.add(result.getScore());
            }
        });
        return values.build();
    }
}
