// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import io.github.dmabuf4j.bench.Figure;
import io.github.dmabuf4j.bench.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Measures some jobs and their C peers on the kernel that it runs on. */
final class Worker {
    private final Plan plan;
    private final Timing timing;
    private final Path directory;
    private final JmhRun jmh;
    private final ProcessRun processes;
    private final Path program;
    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    private Worker(Plan plan, Timing timing, Path directory) {
        this.plan = plan;
        this.timing = timing;
        this.directory = directory;
        this.program = Programs.of("peers");
        this.jmh = new JmhRun(timing, program, directory.resolve("jmh.log"));
        this.processes = new ProcessRun(Programs.of("measure"));
    }

    /** Measures. Arguments: the file for the results, {@code quick} or {@code full}, the mode, labels of the jobs. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        boolean icount = arguments[2].equals(Results.ICOUNT);
        Path directory = Programs.jar().getParent();
        System.setProperty("jmh.ignoreLock", "true");
        try {
            Plan plan = possible(Plan.ofLabels(Arrays.copyOfRange(arguments, 3, arguments.length)));
            Worker worker = new Worker(plan, Timing.of(arguments[1].equals("quick"), icount), directory);
            ResultsJson.write(new Results(here(arguments[2]), worker.measure()), file);
        } catch (FailureException failure) {
            System.err.println("bench: " + failure.getMessage());
            Path log = directory.resolve("jmh.log");
            if (Files.exists(log)) {
                System.err.println(Files.readString(log));
            }
            System.exit(1);
        }
    }

    /** Leaves out the jobs for which this kernel or this library lacks something, and says so. */
    private static Plan possible(Plan plan) {
        Requirements requirements = new Requirements();
        return plan.where(job -> {
            Optional<String> missing = requirements.missingFor(job);
            missing.ifPresent(why -> System.err.println("bench: left out: " + job.label() + ": " + why));
            return missing.isEmpty();
        });
    }

    private static Map<String, String> here(String mode) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(Results.MODE, mode);
        environment.put("kernel", "Linux " + System.getProperty("os.version"));
        environment.put("processor", processor());
        environment.put("jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"));
        environment.put("jvmArguments", String.join(" ", Timing.jvmArguments()));
        return environment;
    }

    private static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"))
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException unknown) {
            return System.getProperty("os.arch");
        }
    }

    private List<Measurement> measure() {
        awaitCompilers();
        // The processes of different operations alternate, so that a temporary disturbance affects all operations
        // alike.
        int rounds = plan.jobs().stream().mapToInt(timing::rounds).max().orElse(0);
        for (int i = 0; i < rounds; i++) {
            int round = i;
            plan.jobs().stream().filter(job -> round < timing.rounds(job)).forEach(this::add);
        }
        return figures();
    }

    /** Waits for the compilers of this JVM, which would take time from the first measurement. */
    private static void awaitCompilers() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException failure) {
            throw new FailureException("interrupted", failure);
        }
    }

    private void add(Job job) {
        double start = BusyTime.seconds();
        Run run = job.kind() == Figure.Kind.PROCESS ? processes.of(job) : jmh.of(job);
        runs.computeIfAbsent(job.label(), key -> new ArrayList<>()).add(run);
        // One write, because another worker may print at the same time.
        System.err.print(String.format(
                Locale.ROOT,
                "%-58s %,12.0f  (%s%.1f s)%n",
                job.label(),
                mean(run.samples()),
                peers(run),
                BusyTime.seconds() - start));
    }

    private static String peers(Run run) {
        return run.peers().entrySet().stream()
                .map(peer -> String.format(Locale.ROOT, "%s: %,.0f; ", peer.getKey(), mean(peer.getValue())))
                .collect(Collectors.joining());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private List<Measurement> figures() {
        CallTracer tracer = new CallTracer(directory.resolve("strace.log"));
        List<Measurement> figures = new ArrayList<>();
        for (Peer peer : plan.peers()) {
            SortedMap<String, Double> calls = tracer.of(peer, peer.command(program));
            for (PeerWay way : timing.peers()) {
                List<Run> turns = turns(peer, way);
                if (!turns.isEmpty()) {
                    figures.add(new Measurement(peer.operation(), way.label(), peer.parameters(), turns, calls));
                }
            }
        }
        Map<String, SortedMap<String, Double>> calls = tracer.of(plan.jobs(), java());
        for (Job job : plan.jobs()) {
            figures.add(new Measurement(
                    job.operation(),
                    job.way(),
                    job.parameters(),
                    runs.get(job.label()),
                    calls.getOrDefault(job.label(), new TreeMap<>())));
        }
        return figures;
    }

    /** Returns the turns that a variant of the C program took with all jobs; empty if it took none. */
    private List<Run> turns(Peer peer, PeerWay way) {
        return plan.jobs().stream()
                .filter(job -> job.peer().equals(Optional.of(peer)))
                .flatMap(job -> runs.get(job.label()).stream())
                .filter(run -> !run.peer(way).isEmpty())
                .map(run -> run.ofPeer(way))
                .toList();
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Programs.java());
        command.addAll(Timing.jvmArguments());
        command.addAll(List.of(Timing.NATIVE_ACCESS, "-cp", Programs.jar().toString()));
        return command;
    }
}
