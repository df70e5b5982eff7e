// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On this machine: every Linux has procfs. */
class MetricsCommandTest {
    @TempDir
    private Path directory;

    @Test
    void metricsArePrintedOnce() {
        CommandRun run = CommandRun.of("metrics", "--source", "procfs");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\ndmabuf_source_up{source=\"procfs\"} 1.0\n", "\ndmabuf_processes ")
                .endsWith("# EOF\n");
        assertThat(run.lines())
                .as("no counters: they would begin anew each time")
                .noneMatch(line -> line.contains("_total"));
    }

    @Test
    void theFileIsReplacedAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("dmabuf.prom"), "old");
        CommandRun run = CommandRun.of("metrics", "--source", "procfs", "--out", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(file).content().startsWith("# TYPE dmabuf_").endsWith("# EOF\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aFileThatCannotBeWrittenIsOneSentence() {
        CommandRun run = CommandRun.of("metrics", "--source", "procfs", "--out", directory + "/none/dmabuf.prom");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .isEqualTo(
                        "dmabuf metrics: cannot write " + directory + "/none/dmabuf.prom: no such file or directory");
    }

    @Test
    void aNegativeNumberIsBadUsage() {
        CommandRun run = CommandRun.of("metrics", "--top", "-1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--top -1: give 0, or how many have metrics of their own");
    }

    @Test
    void aBusyPortIsOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            CommandRun run = CommandRun.of("serve", "--source", "procfs", "--listen", port);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .isEqualTo("dmabuf serve: cannot listen at 127.0.0.1:" + port
                            + ": Address already in use; --listen gives another address or port\n");
        }
    }

    @Test
    void aHostThatIsUnknownIsOneSentence() {
        CommandRun run = CommandRun.of("serve", "--listen", "no.such.host.invalid");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo(
                        "dmabuf serve: cannot listen at no.such.host.invalid:19108: there is no host of this name\n");
    }
}
