// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Level;

/** Runs a process to its end and measures all of it. */
final class ProcessRun {
    private final Path program;

    /**
     * Creates a runner.
     *
     * @param program the C program that starts a process and measures it
     */
    ProcessRun(Path program) {
        this.program = program;
    }

    /** Runs the process of a job. The time is its processor time, that of all its threads. */
    Run of(Job job) {
        JobState state = new JobState(job);
        state.setUp(Level.Trial);
        try {
            return run((List<?>) state.call());
        } finally {
            state.tearDown(Level.Trial);
        }
    }

    private Run run(List<?> command) {
        List<String> measured = new ArrayList<>(List.of(program.toString()));
        command.forEach(word -> measured.add((String) word));
        String[] figures = Commands.output(measured).strip().split(" ");
        return new Run(
                List.of(),
                List.of(Double.parseDouble(figures[0])),
                new TreeMap<>(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(Double.parseDouble(figures[1])));
    }
}
