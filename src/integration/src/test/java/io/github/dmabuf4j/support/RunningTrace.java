// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code dmabuf trace --json} in this JVM, in a thread of its own. Its options end it. */
public final class RunningTrace {
    private static final Path TRACEFS = Path.of("/sys/kernel/tracing");

    /** So that one that misses an event ends, and shows which. */
    private static final String LIMIT = "--duration=30s";

    private final Background<CommandRun> run;

    private RunningTrace(Background<CommandRun> run) {
        this.run = run;
    }

    /** Starts it, and returns when the kernel records. */
    public static RunningTrace start(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("trace", "--json", LIMIT));
        command.addAll(List.of(options));
        RunningTrace trace = new RunningTrace(Background.of(() -> CommandRun.of(command.toArray(String[]::new))));
        while (!isRecording()) {
            assertThat(trace.run.isDone()).isFalse();
            Thread.sleep(10);
        }
        return trace;
    }

    /** A new instance is on, but has no events. */
    private static boolean isRecording() throws IOException {
        Path instance = instance(ProcessHandle.current().pid());
        return Files.exists(instance)
                && Files.readString(instance.resolve("set_event")).contains("dma_buf_export")
                && Files.readString(instance.resolve("tracing_on")).startsWith("1");
    }

    /** The instance of tracefs that a process has. */
    public static Path instance(long pid) {
        return TRACEFS.resolve("instances/dmabuf4j_" + pid);
    }

    /** What is left of traces: instances, and probes. */
    public static List<String> remains() throws IOException {
        List<String> remains = new ArrayList<>(Files.readAllLines(TRACEFS.resolve("dynamic_events")));
        try (Stream<Path> instances = Files.list(TRACEFS.resolve("instances"))) {
            instances.forEach(instance -> remains.add(instance.toString()));
        }
        return remains;
    }

    /** Waits for the end. */
    public List<JsonObject> lines() throws Exception {
        CommandRun ended = run.result();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<JsonObject> lines = new ArrayList<>();
        for (String line : ended.lines()) {
            lines.add(Json.parse(line));
        }
        return lines;
    }
}
