// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventProcessesTest {
    @TempDir
    Path proc;

    private EventProcesses processes;

    @BeforeEach
    void makeProcess() throws IOException {
        processes = new EventProcesses(proc.toString());
        Files.createDirectory(proc.resolve("7"));
        Files.writeString(proc.resolve("7/comm"), "ja\nva\n");
        Files.createDirectory(proc.resolve("9"));
        Files.writeString(proc.resolve("9/status"), "Name:\tTgid: 5\nTgid:\t7\nPid:\t9\n");
    }

    private TraceEvent complete(int thread, int pid, String command) {
        return processes.complete(new TraceEvent(
                1,
                thread,
                pid,
                command,
                EventKind.EXPORT,
                2,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                List.of()));
    }

    @Test
    void aFirstThreadHasTheNameOfItsProcess() {
        assertThat(complete(7, 7, "now").command()).isEqualTo("now");
    }

    @Test
    void anotherThreadHasTheNameOfItsFirst() {
        assertThat(complete(9, 7, "worker").command()).isEqualTo("ja\nva");
        assertThat(complete(9, 7, "worker").pid()).isEqualTo(7);
    }

    @Test
    void procfsHasTheProcessThatTheKernelDoesNotReport() {
        TraceEvent event = complete(9, 0, "worker");
        assertThat(event.pid()).isEqualTo(7);
        assertThat(event.command()).isEqualTo("ja\nva");
    }

    @Test
    void aFirstThreadWithoutANameIsLookedUp() {
        assertThat(complete(7, 7, "").command()).isEqualTo("ja\nva");
    }

    @Test
    void ofAProcessThatHasEndedTheThreadRemains() {
        assertThat(complete(11, 0, "gone").pid()).isZero();
        assertThat(complete(11, 0, "gone").command()).isEqualTo("gone");
        assertThat(complete(11, 10, "gone").pid()).isEqualTo(10);
        assertThat(complete(11, 10, "gone").command()).isEqualTo("gone");
    }

    @Test
    void aNewNameIsSeenAfterForgetting() throws IOException {
        complete(9, 7, "worker");
        Files.writeString(proc.resolve("7/comm"), "other\n");
        assertThat(complete(9, 7, "worker").command()).isEqualTo("ja\nva");
        processes.forget();
        assertThat(complete(9, 7, "worker").command()).isEqualTo("other");
    }
}
