// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.recording.MergedRecordings;
import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a recording lacks when the recorder is killed or stopped, the disk is full, or the clock is set: nothing is torn, and it says so. */
@RealKernel
@Needs(BUFFERS)
@Timeout(300)
class RecorderIT {
    private static final int PAUSE_MILLIS = 20;

    @TempDir
    private Path directory;

    private Process recorder;

    private Path err() {
        return directory.resolve("err");
    }

    private void start(Path file, Map<String, String> environment, String... options) throws IOException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "record";
        arguments[1] = "--out=" + file;
        System.arraycopy(options, 0, arguments, 2, options.length);
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(Main.class, ChildJvm.SMALL, arguments))
                .redirectError(err().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        recorder = builder.start();
        recorder.getOutputStream().close();
    }

    @AfterEach
    void end() throws Exception {
        if (recorder != null) {
            recorder.destroyForcibly().waitFor();
        }
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .chars()
                .filter(one -> one == '\n')
                .count();
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(PAUSE_MILLIS);
    }

    private void awaitLines(Path file, long number) throws Exception {
        while (lines(file) < number) {
            assertThat(recorder.isAlive()).as(Files.readString(err())).isTrue();
            pause();
        }
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(recorder.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private static List<String> notes(Path file) throws IOException {
        try (MergedRecordings merged = MergedRecordings.open(List.of(file))) {
            while (merged.next().isPresent()) {
                // Notes are about what was read.
            }
            return merged.notes();
        }
    }

    @Test
    void aRecorderThatIsKilledLosesAtMostTheLineThatItWrites() throws Exception {
        Path file = directory.resolve("killed.jsonl");
        for (int kill = 1; kill <= 2; kill++) {
            long before = lines(file);
            start(file, Map.of(), "--interval=1ms", "--keep=200K");
            awaitLines(file, before / 2 + 5);
            recorder.destroyForcibly().waitFor();
            Recording recording = Recording.read(file);
            assertThat(recording.brokenLines()).isLessThanOrEqualTo(kill);
            assertThat(recording.samples()).hasSizeGreaterThanOrEqualTo(5);
            assertThat(Files.size(file)).isLessThanOrEqualTo(200 << 10);
        }
        assertThat(notes(file)).anyMatch(note -> note.contains("the recorder was started again at "));
    }

    @Test
    void aFullDiskIsSaidOnceAndTheNextSampleSaysWhatIsMissing() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        try {
            Path file = disk.resolve("full.jsonl");
            start(file, Map.of(), "--interval=50ms");
            awaitLines(file, 3);
            fill(disk.resolve("filler"));
            while (Files.size(err()) == 0) {
                pause();
            }
            long whole = lines(file);
            signal("USR1");
            Files.delete(disk.resolve("filler"));
            awaitLines(file, whole + 3);
            recorder.destroyForcibly().waitFor();

            assertThat(Files.readString(err()).lines())
                    .singleElement()
                    .asString()
                    .matches(
                            "dmabuf record: no sample \\([a-z]+\\): No space left on device; the recording goes on when"
                                    + " there is room");
            assertThat(Recording.read(file).brokenLines()).isZero();
            assertThat(notes(file)).anyMatch(note -> note.endsWith(" missing: No space left on device"));
        } finally {
            end();
            run("umount", disk.toString());
        }
    }

    /** Fills a disk to the last byte. */
    private static void fill(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(4096);
            for (; ; ) {
                page.clear();
                channel.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessage("No space left on device");
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    @Test
    void aStoppedRecorderGoesOnAndTheTimeIsSaid() throws Exception {
        Path file = directory.resolve("stopped.jsonl");
        start(file, Map.of(), "--interval=100ms");
        awaitLines(file, 3);
        signal("STOP");
        long whole = lines(file);
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(4).toNanos()) {
            pause();
        }
        signal("CONT");
        awaitLines(file, whole + 3);
        recorder.destroyForcibly().waitFor();

        assertThat(Recording.read(file).brokenLines()).isLessThanOrEqualTo(1);
        assertThat(notes(file)).anyMatch(note -> note.matches(".* the recorder took no sample for [34567] s"));
    }

    /** In the test VM alone: the clock of another machine belongs to others. */
    @Test
    void aClockThatIsSetBackStopsNothingAndIsSaid() throws Exception {
        assumeTrue(System.getenv("DMABUF4J_VM") != null, "the test VM");
        Path file = directory.resolve("clock.jsonl");
        start(file, Map.of(), "--interval=100ms");
        awaitLines(file, 3);
        setClock(-3600);
        try {
            awaitLines(file, lines(file) + 3);
        } finally {
            setClock(3600);
        }
        awaitLines(file, lines(file) + 3);
        recorder.destroyForcibly().waitFor();

        assertThat(notes(file))
                .anyMatch(note -> note.matches(".* the clock was set back by (359[0-9]|360[0-9]) s"))
                .anyMatch(note -> note.matches(".* the clock was set forward by (359[0-9]|360[0-9]) s"));
        Path page = directory.resolve("page.html");
        assertThat(CommandRun.of("report", file.toString(), "--out", page.toString())
                        .exitCode())
                .isZero();
        assertThat(page).content().contains("the clock was set back by");
    }

    private static void setClock(long seconds) throws Exception {
        run("sh", "-c", "date -s @$(($(date +%s) + " + seconds + ")) > /dev/null");
    }

    @Test
    void aSignalGivesASample() throws Exception {
        Path file = directory.resolve("signal.jsonl");
        start(file, Map.of(), "--interval=1h", "--count=2");
        awaitLines(file, 1);
        signal("USR1");
        assertThat(recorder.waitFor()).isZero();

        assertThat(Recording.read(file).samples()).extracting(Sample::reason).containsExactly("start", "signal");
    }

    @Test
    void theManagerOfTheServiceHearsThatItIsReadyAndThatItWorks() throws Exception {
        Path socket = directory.resolve("notify");
        int manager = Sockets.datagramSocket();
        try {
            assertThat(Sockets.bind(manager, KernelText.encode(socket.toString())))
                    .isZero();
            start(
                    directory.resolve("service.jsonl"),
                    Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "400000"),
                    "--interval=1h");
            assertThat(received(manager)).isEqualTo("READY=1");
            assertThat(received(manager)).isEqualTo("WATCHDOG=1");
            assertThat(received(manager)).isEqualTo("WATCHDOG=1");
        } finally {
            Sys.close(manager);
        }
    }

    private static String received(int manager) throws InterruptedException {
        MemorySegment memory = Scratch.bytes();
        int length = (int) Sys.read(manager, memory);
        while (length < 0) {
            pause();
            length = (int) Sys.read(manager, memory);
        }
        return new String(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
