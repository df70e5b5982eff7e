// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileSystemTest {
    @TempDir
    Path directory;

    private Path first;
    private Path second;

    @BeforeEach
    void name() {
        first = directory.resolve("tracing");
        second = directory.resolve("debug");
    }

    private TraceFileSystem tracefs() {
        return new TraceFileSystem(List.of(first.toString(), second.toString()), "6.1.0");
    }

    private String find() throws DmaBufException {
        return tracefs().find();
    }

    @Test
    void theFirstThatIsMountedIsTaken() throws IOException {
        Files.createDirectories(second.resolve("events/sched"));
        assertThat(find()).isEqualTo(second.toString());
        Files.createDirectories(first.resolve("events/sched"));
        assertThat(find()).isEqualTo(first.toString());
    }

    @Test
    void tracepointsAreTheFirstChoice() throws IOException {
        Files.createDirectories(first.resolve("events/dma_buf"));
        Files.createDirectories(second.resolve("events/sched"));
        assertThat(TraceFileSystem.source(first.toString())).isEqualTo(TraceSource.TRACEPOINTS);
        assertThat(TraceFileSystem.source(second.toString())).isEqualTo(TraceSource.PROBES);
    }

    @Test
    void withoutTracefsTheKernelIsTooOldOrLacksIt() {
        assertThatThrownBy(this::find)
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("this is Linux 6.1.0, without tracefs (CONFIG_FTRACE)");
    }

    @Test
    void whatIsMissingWithoutEventsIsNamed() throws IOException {
        Files.createDirectories(first);
        assertThat(tracefs().withoutEvents(first.toString()))
                .hasMessageContaining("this is Linux 6.1.0, without probes (CONFIG_KPROBE_EVENTS)");
        Files.createFile(first.resolve("kprobe_events"));
        assertThat(tracefs().withoutEvents(first.toString()))
                .hasMessageContaining("this is Linux 6.1.0")
                .hasMessageNotContaining("KPROBE_EVENTS)");
    }

    @Test
    void anEmptyDirectoryIsToBeMounted() throws IOException {
        Files.createDirectories(first);
        assertThatThrownBy(this::find)
                .isNotInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("tracefs");
    }
}
