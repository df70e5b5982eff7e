// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.bench.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

class ProcessRunTest {
    private static final List<String> EVENTS = new ArrayList<>();

    @TempDir
    private Path directory;

    /** A benchmark of a process. */
    public static class Measured {
        public String argument;

        @Setup
        public void begin() {
            EVENTS.add("begin " + argument);
        }

        @TearDown
        public void end() {
            EVENTS.add("end");
        }

        @Figure(operation = "process", kind = Figure.Kind.PROCESS)
        public List<String> command() {
            return List.of("program", argument);
        }
    }

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    /** Stands for the program that measures. */
    private ProcessRun measuring(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("measure"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new ProcessRun(program);
    }

    private static Job job() throws NoSuchMethodException {
        return new Job(Measured.class, Measured.class.getMethod("command"), new TreeMap<>(Map.of("argument", "7")));
    }

    @Test
    void runsTheCommandInItsState() throws Exception {
        Run run = measuring("[ \"$1 $2\" = 'program 7' ] && echo 5000 2048").of(job());

        assertThat(run.samples()).containsExactly(5000.0);
        assertThat(run.resident()).hasValue(2048);
        assertThat(EVENTS).containsExactly("begin 7", "end");
    }

    @Test
    void aFailureEndsTheState() throws Exception {
        ProcessRun runs = measuring("exit 3");
        Job job = job();

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> runs.of(job))
                .withMessageContaining("exit code 3");
        assertThat(EVENTS).containsExactly("begin 7", "end");
    }
}
