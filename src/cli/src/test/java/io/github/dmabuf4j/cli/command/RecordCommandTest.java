// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.RecordWithoutMemoryMain;
import io.github.dmabuf4j.cli.recording.Recording;
import io.github.dmabuf4j.cli.recording.RecordingFiles;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records the processes of this machine, whatever they hold. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(120)
class RecordCommandTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("samples.jsonl");
    }

    private CommandRun record(Object... more) {
        Object[] arguments = new Object[more.length + 3];
        arguments[0] = "record";
        arguments[1] = "--source";
        arguments[2] = "procfs";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return RecordingFiles.run(arguments);
    }

    private static void assertSaysNothing(CommandRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void asManySamplesAreRecordedAsAreAskedFor() throws IOException {
        assertSaysNothing(record("--interval", "1ms", "--count", "3", "--out", file()));

        Recording recording = Recording.read(file());
        assertThat(recording.brokenLines()).isZero();
        assertThat(recording.samples()).hasSize(3);
        assertThat(recording.samples().get(0).reason()).isEqualTo(Sample.START);
        assertThat(recording.samples().subList(1, 3))
                .extracting(Sample::reason)
                .as("of this machine, which may be short of memory")
                .isSubsetOf(Sample.INTERVAL, Sample.OOM_KILL);
        assertThat(recording.last().sources()).extracting(SourceReport::source).containsExactly("procfs");
    }

    @Test
    void anEarlierRecordingIsContinued() throws IOException {
        assertSaysNothing(record("--interval", "1h", "--count", "1", "--out", file()));
        assertSaysNothing(record("--interval", "1h", "--count", "1", "--out", file()));

        assertThat(Recording.read(file()).samples())
                .extracting(Sample::reason)
                .containsExactly(Sample.START, Sample.START);
    }

    private static void assertFails(CommandRun run, String sentence) {
        assertThat(run.err()).isEqualToIgnoringNewLines(sentence);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aFullDiskEndsItWithASentence() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "/dev/full");

        assertFails(
                record("--interval", "1h", "--out", "/dev/full"),
                "dmabuf record: cannot write /dev/full: No space left on device");
    }

    @Test
    void aFileThatIsNoRecordingIsLeftAsItIs() throws IOException {
        Files.writeString(file(), "notes\n");

        assertFails(
                record("--interval", "1h", "--out", file()),
                "dmabuf record: " + file() + " is not a recording: give another file");
        assertThat(file()).hasContent("notes\n");
    }

    @Test
    void aFileThatAnotherRecordsToIsRefused() throws IOException {
        try (RecordingWriter other = RecordingWriter.open(file())) {
            assertThat(other).isNotNull();
            assertFails(
                    record("--interval", "1h", "--out", file()),
                    "dmabuf record: another process records to " + file() + ": give another file");
        }
    }

    @Test
    void aMissingFolderIsASentence() {
        Path file = directory.resolve("missing/samples");

        assertFails(
                record("--interval", "1h", "--out", file),
                "dmabuf record: cannot write " + file + ": no such file or directory");
    }

    private static void assertMisused(CommandRun run, String sentence) {
        assertThat(run.err()).startsWith(sentence);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutAnIntervalOrAFileASentenceSaysWhatToGive() {
        String sentence = "dmabuf record: give --interval and --out, or --now with the file of a running recorder";
        assertMisused(record("--interval", "1s"), sentence);
        assertMisused(record("--out", file()), sentence);
        assertMisused(
                record("--now", file(), "--interval", "1s"),
                "dmabuf record: --now " + file() + ": takes no other option");
    }

    @Test
    void aProcessThatIsNotThereIsASentence() {
        CommandRun run = record("--interval", "1s", "--on-end", "999999999", "--out", file());

        assertThat(run.err()).startsWith("dmabuf record: pidfd_open on process 999999999 failed: ESRCH (3)");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aRunningRecorderTakesASampleNow() throws Exception {
        Background<CommandRun> recorder =
                Background.of(() -> record("--interval", "1h", "--count", "2", "--out", file()));
        while (!Files.exists(file()) || Files.size(file()) == 0) {
            Thread.onSpinWait();
        }
        CommandRun now = RecordingFiles.run("record", "--now", file());

        assertSaysNothing(now);
        assertSaysNothing(recorder.result());
        assertThat(Recording.read(file()).samples()).extracting(Sample::reason).containsExactly(Sample.START, "signal");
    }

    /** Many programs lock files and handle SIGUSR1. */
    @Test
    void whoeverHasLockedAnotherFileIsNotSentASignal() throws IOException {
        record("--interval", "1h", "--count", "1", "--out", file());
        Path other = directory.resolve("database");
        for (String content : List.of("", "SQLite format 3")) {
            Files.writeString(other, content);
            try (FileChannel channel = FileChannel.open(other, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assertThat(lock.isValid()).isTrue();
                assertFails(
                        RecordingFiles.run("record", "--now", other),
                        "dmabuf record: " + other + " is not a recording, or has no sample yet");
            }
        }
    }

    @Test
    void aSignalThatComesWhenTheRecorderIsDoneDoesNotKillIt() throws IOException {
        assertSaysNothing(record("--interval", "1h", "--count", "1", "--out", file()));

        assertThat(ProcessCalls.handlesUserSignal(Files.readString(Path.of("/proc/self/status"))))
                .isTrue();
    }

    @Test
    void whereNobodyRecordsASentenceSaysSo() throws IOException {
        Path missing = directory.resolve("missing");
        assertFails(
                RecordingFiles.run("record", "--now", missing),
                "dmabuf record: nobody records to " + missing + ": there is no such file");
        assertSaysNothing(record("--interval", "1h", "--count", "1", "--out", file()));
        assertFails(
                RecordingFiles.run("record", "--now", file()),
                "dmabuf record: no process that this user may see records to " + file() + "; 'dmabuf record --out "
                        + file() + "' does");
    }

    @Test
    void whatAProcessHeldWhenItEndedIsMarked() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        Background<CommandRun> recorder = Background.of(
                () -> record("--interval", "1h", "--count", "2", "--on-end", process.pid(), "--out", file()));
        while (!Files.exists(file()) || Files.size(file()) == 0) {
            Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();

        assertSaysNothing(recorder.result());
        Sample end = Recording.read(file()).samples().get(1);
        assertThat(end.reason()).isEqualTo(Sample.PROCESS_END);
        assertThat(end.triggers())
                .singleElement()
                .extracting(trigger -> ((ProcessEnd) trigger).process().pid())
                .isEqualTo((int) process.pid());
    }

    /** Runs out of memory in a separate process. Recording continues with the next sample that fits. */
    @Test
    void f17_aFullHeapDoesNotEndItWithoutAWord() throws Exception {
        assertThat(ChildJvm.run(RecordWithoutMemoryMain.class, "-Xmx20m", "-XX:+UseSerialGC", "-XX:-UseTLAB"))
                .isEqualTo("ended as it should\n");
    }
}
