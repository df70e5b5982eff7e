// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program of bench/run. Exit codes: 0 success, 1 a figure got slower or a measurement failed, 2 bad usage. */
public final class Main {
    private final Path root;
    private final Options options;
    private final Target target;

    private Main(Path root, Options options) {
        this.root = root;
        this.options = options;
        this.target = Target.of(options);
    }

    /** Runs the program. The first argument is the root directory of the project, the others are those of bench/run. */
    public static void main(String[] arguments) throws IOException {
        List<String> all = List.of(arguments);
        try {
            Options options = Options.parse(all.subList(1, all.size()));
            if (options.help()) {
                System.out.print(options.usage());
                return;
            }
            System.exit(new Main(Path.of(all.get(0)), options).run());
        } catch (UsageException failure) {
            System.err.println("bench/run: " + failure.getMessage());
            System.exit(2);
        } catch (FailureException failure) {
            System.err.println("bench/run: " + failure.getMessage());
            System.exit(1);
        }
    }

    private int run() throws IOException {
        Optional<Results> old = options.compare().map(this::earlier);
        Plan plan = Plan.of(options.suite(), options.quick(), options.only());
        if (plan.jobs().isEmpty()) {
            throw new UsageException(
                    "no benchmark name matches --only " + options.only().orElseThrow());
        }
        Instant start = Instant.now();
        Results results = new Workers(root, target, options).measure(plan.shares(target.workers(options)));
        describe(results, start);
        write(results);
        ResultsText.lines(results).forEach(System.out::println);
        return old.map(earlier -> compare(earlier, results)).orElse(0);
    }

    private Results earlier(Path file) {
        try {
            Results old = ResultsJson.read(file);
            if (!target.mode().equals(old.environment().get(Results.MODE))) {
                throw new UsageException("--compare " + file + " has results of mode "
                        + old.environment().get(Results.MODE) + ", but this run has mode " + target.mode());
            }
            return old;
        } catch (IOException failure) {
            throw new UsageException("--compare " + file + ": " + failure.getMessage());
        }
    }

    private void describe(Results results, Instant start) {
        Map<String, String> environment = results.environment();
        environment.put("commit", commit());
        environment.put("date", start.truncatedTo(ChronoUnit.SECONDS).toString());
        environment.put(
                "seconds", Long.toString(Duration.between(start, Instant.now()).toSeconds()));
        if (target == Target.VM) {
            Commands.firstLine("qemu-system-x86_64", "--version")
                    .ifPresent(version -> environment.put("emulator", version));
        }
    }

    private String commit() {
        return Commands.firstLine("git", "-C", root.toString(), "describe", "--always", "--abbrev=12", "--dirty")
                .orElse("unknown");
    }

    private void write(Results results) throws IOException {
        Path directory = options.out().orElse(root.resolve("bench/results"));
        Files.createDirectories(directory);
        Path json = directory.resolve(name() + ".json");
        ResultsJson.write(results, json);
        Path chart = directory.resolve(name() + ".svg");
        Files.writeString(chart, HeadlineChart.chart(results));
        System.err.println("bench: wrote " + json + " and " + chart);
    }

    /** Returns the file name, which is the same for each run of a kind, so that a diff shows what a commit changes. */
    private String name() {
        String kind = options.only().isPresent() ? "-only" : "";
        return target.mode() + options.suite().suffix() + (options.quick() ? "-quick" : "") + kind;
    }

    private static int compare(Results old, Results results) {
        Comparison comparison = new Comparison(old, results);
        comparison.lines().forEach(System.out::println);
        return comparison.hasSlower() ? 1 : 0;
    }
}
