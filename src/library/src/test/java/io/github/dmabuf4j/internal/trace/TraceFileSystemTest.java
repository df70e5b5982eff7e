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

    private String find() throws DmaBufException {
        return new TraceFileSystem(List.of(first.toString(), second.toString()), "6.1.0").find();
    }

    @Test
    void theFirstWithTheTracepointsIsTaken() throws IOException {
        Files.createDirectories(second.resolve("events/dma_buf"));
        assertThat(find()).isEqualTo(second.toString());
        Files.createDirectories(first.resolve("events/dma_buf"));
        assertThat(find()).isEqualTo(first.toString());
    }

    @Test
    void withoutTracefsTheKernelIsTooOldOrLacksIt() {
        assertThatThrownBy(this::find)
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("Linux 7.0 and newer have with CONFIG_FTRACE=y; this is Linux 6.1.0");
    }

    @Test
    void withoutTheTracepointsToo() throws IOException {
        Files.createDirectories(first);
        Files.createDirectories(second.resolve("events/sched"));
        assertThatThrownBy(this::find)
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("Linux 7.0");
    }

    @Test
    void anEmptyDirectoryIsToBeMounted() throws IOException {
        Files.createDirectories(first);
        assertThatThrownBy(this::find)
                .isNotInstanceOf(UnsupportedKernelException.class)
                .hasMessageContaining("tracefs");
    }
}
