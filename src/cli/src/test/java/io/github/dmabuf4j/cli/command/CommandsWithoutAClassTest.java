// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.CommandWithoutClassMain;
import io.github.dmabuf4j.support.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that run until they are told to end, with a class that Java cannot load: no later try would succeed. */
@Timeout(120)
class CommandsWithoutAClassTest {
    /** The sampler cannot take up what it is to do. */
    private static final String OCCASION = "io.github.dmabuf4j.stats.SamplerEvents$Occasion";

    /** No snapshot can be taken. */
    private static final String READING = "io.github.dmabuf4j.stats.SourceReading";

    /** No sample can be written. */
    private static final String DOCUMENT = "io.github.dmabuf4j.cli.recording.SnapshotDocument";

    @TempDir
    private Path directory;

    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path out() {
        return directory.resolve("out");
    }

    private Process start(String lost, String... command) throws IOException {
        String[] arguments = new String[command.length + 1];
        arguments[0] = lost;
        System.arraycopy(command, 0, arguments, 1, command.length);
        Process started = new ProcessBuilder(ChildJvm.command(CommandWithoutClassMain.class, ChildJvm.SMALL, arguments))
                .redirectOutput(out().toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        process = started;
        return started;
    }

    /** The logger writes to stderr too. */
    private void assertEnds(Process started, String command, String lost) throws Exception {
        assertThat(started.waitFor()).isEqualTo(1);
        assertThat(Files.readAllLines(directory.resolve("err")))
                .filteredOn(line -> line.startsWith("dmabuf ") && !line.contains(": no sample ("))
                .containsExactly("dmabuf " + command
                        + ": a part of the program could not be loaded (NoClassDefFoundError: " + lost.replace('.', '/')
                        + "), mostly for want of memory, and Java does not try that again: start it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {OCCASION, READING, DOCUMENT})
    void f17_recordEnds(String lost) throws Exception {
        String file = directory.resolve("rec.jsonl").toString();

        assertEnds(start(lost, "record", "--source", "procfs", "--interval", "10ms", "--out", file), "record", lost);
        assertThat(directory.resolve("err")).content().doesNotContain(": no sample (");
    }

    @ParameterizedTest
    @ValueSource(strings = {OCCASION, READING})
    void f17_serveEndsWhereItCountsNoEventAnyMore(String lost) throws Exception {
        assertEnds(start(lost, "serve", "--source", "procfs", "--listen", "0"), "serve", lost);
    }

    @Test
    void f17_serveEndsAtTheScrapeThatFails() throws Exception {
        String lost = "io.github.dmabuf4j.cli.metrics.MetricsText";
        Process serve = start(lost, "serve", "--source", "procfs", "--listen", "0");
        while (!Files.readString(out()).endsWith("\n")) {
            assertThat(serve.isAlive()).isTrue();
            Thread.sleep(10);
        }
        URI uri = URI.create(Files.readString(out()).strip().replace("serving ", ""));
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<Void>> scrape =
                    client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());

            assertEnds(serve, "serve", lost);
            assertThatThrownBy(scrape::get).hasCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OCCASION, READING})
    void f17_topEnds(String lost) throws Exception {
        assertEnds(start(lost, "top", "--plain", "--source", "procfs"), "top", lost);
    }

    /** The sampler needs this class when it waits for the second sample. */
    @Test
    void f17_watchEndsWithWhatItFound() throws Exception {
        String lost = "io.github.dmabuf4j.internal.sys.Waiter$Event";

        assertEnds(start(lost, "watch", "--source", "procfs"), "watch", lost);
        assertThat(out()).content().containsPattern("^1 sample from .*; no suspect");
    }
}
