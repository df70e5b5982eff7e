// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the parts of a plan in concurrent processes and merges their results. */
final class Workers {
    private final Path root;
    private final Target target;
    private final Options options;

    Workers(Path root, Target target, Options options) {
        this.root = root;
        this.target = target;
        this.options = options;
    }

    Results measure(List<Plan> parts) throws IOException {
        // A directory for each run, because a test may run at the same time.
        Path directory = Files.createTempDirectory(root.resolve("bench/target"), "parts-");
        List<Path> files = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Path file = directory.resolve(i + ".json");
            files.add(file);
            processes.add(start(file, parts.get(i)));
        }
        await(processes);
        Results results = merged(files);
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(directory);
        return results;
    }

    private Process start(Path file, Plan part) throws IOException {
        return new ProcessBuilder(target.command(root, file, options, part))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for all processes. Ends all if one fails or if this process ends. */
    private static void await(List<Process> processes) {
        Thread end = new Thread(() -> processes.forEach(Process::destroy));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            for (Process process : processes) {
                int exitCode = process.waitFor();
                if (exitCode != 0) {
                    throw new FailureException("a measuring process failed with exit code " + exitCode);
                }
            }
        } catch (InterruptedException failure) {
            throw new FailureException("interrupted", failure);
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private static Results merged(List<Path> files) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        List<Measurement> figures = new ArrayList<>();
        for (Path file : files) {
            Results part = ResultsJson.read(file);
            environment.putAll(part.environment());
            figures.addAll(part.figures());
        }
        return new Results(environment, figures).grouped();
    }
}
