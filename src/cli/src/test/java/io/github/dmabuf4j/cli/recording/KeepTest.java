// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.Samples.BOOT;
import static io.github.dmabuf4j.support.Samples.at;
import static io.github.dmabuf4j.support.Samples.buffer;
import static io.github.dmabuf4j.support.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How the oldest samples of a recording are dropped. */
@ExtendWith(UnchangedDescriptors.class)
class KeepTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("samples.jsonl");
    }

    private static Keep bytes(long bytes) {
        return new Keep(bytes, Optional.empty());
    }

    private static Keep age(Duration age) {
        return new Keep(Long.MAX_VALUE, Optional.of(age));
    }

    private static Sample ago(Duration time, int inode) {
        Instant then = Instant.now().minus(time);
        return new Sample(Sample.INTERVAL, snapshot(then, BOOT, buffer(inode, 4096, "system", "camera")));
    }

    private static int length(Sample sample) throws IOException {
        return (RecordingFiles.line(sample) + "\n").getBytes(StandardCharsets.UTF_8).length;
    }

    private void assertOnlyTheRecordingIsThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void theFileIsNeverLargerAndTheNewestSamplesAreWhole() throws IOException {
        int length = length(at(0, buffer(1, 4096, "system", "camera")));
        long most = 10L * length + length / 2;
        List<Sample> written = new ArrayList<>();
        try (RecordingWriter writer = RecordingWriter.open(file(), bytes(most))) {
            for (int second = 0; second < 50; second++) {
                Sample sample = at(second % 10, buffer(1, 4096, "system", "camera"));
                writer.append(sample);
                written.add(sample);
                assertThat(Files.size(file())).isLessThanOrEqualTo(most);
                Recording recording = Recording.read(file());
                int kept = recording.samples().size();
                assertThat(recording.brokenLines()).isZero();
                assertThat(recording.samples()).isEqualTo(written.subList(written.size() - kept, written.size()));
                assertThat(kept).isGreaterThanOrEqualTo(Math.min(written.size(), 7));
            }
        }
        assertOnlyTheRecordingIsThere();
    }

    @Test
    void aSampleThatIsLargerThanThatIsKeptAlone() throws IOException {
        try (RecordingWriter writer = RecordingWriter.open(file(), bytes(10))) {
            writer.append(at(0));
            writer.append(at(1));
        }

        assertThat(Recording.read(file()).samples()).containsExactly(at(1));
    }

    @Test
    void whatIsOlderIsDroppedWithWhatIsBroken() throws IOException {
        Sample old = ago(DAY.multipliedBy(2), 1);
        Sample young = ago(DAY.dividedBy(2), 2);
        Sample now = ago(Duration.ZERO, 3);
        RecordingFiles.recording(file(), old);
        Files.writeString(
                file(), Files.readString(file()) + "{\"reason\":\"broken\n" + RecordingFiles.line(young) + "\n");
        try (RecordingWriter writer = RecordingWriter.open(file(), age(DAY))) {
            writer.append(now);
        }

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(young, now), 0));
        assertOnlyTheRecordingIsThere();
    }

    @Test
    void aFirstLineThatIsBrokenDoesNotHideThatTheOthersAreOld() throws IOException {
        Sample old = ago(DAY.multipliedBy(2), 1);
        Sample now = ago(Duration.ZERO, 2);
        Files.writeString(file(), "{\"reason\":\"broken\n" + RecordingFiles.line(old) + "\n");
        try (RecordingWriter writer = RecordingWriter.open(file(), age(DAY))) {
            writer.append(now);
        }

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(now), 0));
    }

    /** Each sample would otherwise copy the whole file. */
    @Test
    void whatIsOlderByLittleWaits() throws IOException {
        Sample old = ago(DAY.plusMinutes(1), 1);
        Sample now = ago(Duration.ZERO, 2);
        RecordingFiles.recording(file(), old);
        try (RecordingWriter writer = RecordingWriter.open(file(), age(DAY))) {
            writer.append(now);
        }

        assertThat(Recording.read(file()).samples()).containsExactly(old, now);
    }

    @Test
    void theTimeInANameIsNotThatOfTheSample() throws IOException {
        Sample now = new Sample(
                "\"time\":\"2001-01-01T00:00:00Z\"", ago(Duration.ZERO, 1).snapshot());
        RecordingFiles.recording(file(), now);
        try (RecordingWriter writer = RecordingWriter.open(file(), age(DAY))) {
            writer.append(now);
        }

        assertThat(Recording.read(file()).samples()).containsExactly(now, now);
    }

    @Test
    void theLockPermissionsAndLinksStay() throws IOException {
        Path link = directory.resolve("link");
        RecordingFiles.recording(file(), at(0), at(1), at(2));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(link, file());
        try (RecordingWriter writer = RecordingWriter.open(link, bytes(10))) {
            writer.append(at(3));

            assertThatThrownBy(() -> RecordingWriter.open(file())).hasMessageContaining("another process records to");
        }

        assertThat(Recording.read(link).samples()).containsExactly(at(3));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
    }

    /** Only root may give a file to somebody else. */
    @Test
    void theOwnerAndTheGroupStay() throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "needs root");
        RecordingFiles.recording(file(), at(0), at(1), at(2));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        Files.setAttribute(file(), "unix:uid", 1234);
        Files.setAttribute(file(), "unix:gid", 5678);
        try (RecordingWriter writer = RecordingWriter.open(file(), bytes(10))) {
            writer.append(at(3));
        }

        assertThat(Files.readAttributes(file(), "unix:uid,gid"))
                .containsEntry("uid", 1234)
                .containsEntry("gid", 5678);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
    }

    /** Such as that of a second recorder, after a user has moved the first recording away. */
    @Test
    void aFileThatHasTakenThePlaceOfTheRecordingIsNotReplaced() throws IOException {
        RecordingFiles.recording(file(), at(0));
        try (RecordingWriter writer = RecordingWriter.open(file(), bytes(10))) {
            Files.move(file(), directory.resolve("moved"));
            assertThatThrownBy(() -> writer.append(at(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it was moved or replaced while it was recorded to");
            Files.writeString(file(), "of somebody else");
            assertThatThrownBy(() -> writer.append(at(2))).hasMessageStartingWith("it was moved or replaced");
        }

        assertThat(file()).hasContent("of somebody else");
        assertThat(Recording.read(directory.resolve("moved")).samples()).containsExactly(at(0));
    }

    @Test
    void whereTheDirectoryCannotBeWrittenItIsSaidAtOnce() throws IOException {
        RecordingFiles.recording(file(), at(0));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(directory), "root may write everywhere");
            assertThatThrownBy(() -> RecordingWriter.open(file(), bytes(10)))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessage("--keep makes a copy of " + file() + " beside it, and the directory cannot be written");
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aCopyThatACrashHasLeftIsReplaced() throws IOException {
        RecordingFiles.recording(file(), at(0), at(1), at(2));
        Files.writeString(directory.resolve("samples.jsonl.dmabuf-new"), "{\"reason\":\"half a li");
        try (RecordingWriter writer = RecordingWriter.open(file(), bytes(10))) {
            writer.append(at(3));
        }

        assertThat(Recording.read(file()).samples()).containsExactly(at(3));
        assertOnlyTheRecordingIsThere();
    }

    @Test
    void ofWhatIsNotAFileNothingCanBeDropped() {
        assertThatThrownBy(() -> RecordingWriter.open(Path.of("/dev/null"), bytes(10)))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("/dev/null is not a file on a disk, of which --keep could drop a part");
    }

    @Test
    void theStricterOfTwoCounts() {
        assertThat(bytes(5).and(age(DAY)).and(bytes(7)).and(age(DAY.multipliedBy(2))))
                .isEqualTo(new Keep(5, Optional.of(DAY)));
    }
}
