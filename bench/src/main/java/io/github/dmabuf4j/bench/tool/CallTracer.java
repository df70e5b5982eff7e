// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts the system calls of each operation by strace, if it is installed. */
final class CallTracer {
    private final Path trace;
    private final boolean installed;

    CallTracer(Path trace) {
        this.trace = trace;
        this.installed = Commands.firstLine("strace", "--version").isPresent();
        if (!installed) {
            System.err.println(
                    "bench: strace is not installed (Debian: apt-get install strace), no system calls are counted");
        }
    }

    /** Counts the calls of all jobs, by label, in one JVM. It interprets, because compilers make calls too. */
    Map<String, SortedMap<String, Double>> of(List<Job> jobs, List<String> java) {
        List<Job> traceable = jobs.stream()
                .filter(job -> job.isSteady() && !job.readsMachine())
                .toList();
        List<String> command = new ArrayList<>(java);
        command.add(1, "-Xint");
        command.add(TracedMain.class.getName());
        traceable.forEach(job -> command.add(job.label()));
        List<SortedMap<String, Double>> counted = count(command, traceable.size());
        Map<String, SortedMap<String, Double>> calls = new HashMap<>();
        for (int i = 0; i < counted.size(); i++) {
            calls.put(
                    traceable.get(i).label(),
                    each(counted.get(i), traceable.get(i).operationsPerCall()));
        }
        return calls;
    }

    SortedMap<String, Double> of(Peer peer, List<String> program) {
        if (peer.readsMachine()) {
            return new TreeMap<>();
        }
        List<String> command = new ArrayList<>(program);
        command.add("trace=1");
        List<SortedMap<String, Double>> counted = count(command, 1);
        return counted.isEmpty() ? new TreeMap<>() : each(counted.get(0), peer.operationsPerCall());
    }

    private static SortedMap<String, Double> each(SortedMap<String, Double> calls, double operations) {
        calls.replaceAll((name, count) -> count / operations);
        return calls;
    }

    private List<SortedMap<String, Double>> count(List<String> traced, int jobs) {
        if (!installed || jobs == 0) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", trace.toString()));
        command.addAll(traced);
        Commands.output(command);
        try (Stream<String> lines = Files.lines(trace)) {
            return TraceParser.of(lines, jobs);
        } catch (IOException failure) {
            throw new FailureException("cannot read the output of strace: " + failure.getMessage(), failure);
        }
    }
}
