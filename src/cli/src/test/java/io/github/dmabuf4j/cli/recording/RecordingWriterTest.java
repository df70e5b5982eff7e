// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.Samples.at;
import static io.github.dmabuf4j.support.Samples.buffer;
import static io.github.dmabuf4j.support.Samples.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.EvilNames;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UnchangedDescriptors.class)
class RecordingWriterTest {
    private static final Sample ONE = at(0, Sample.START, buffer(7, 4096, "system", "camera"));
    private static final Sample TWO = at(1, buffer(-1, 1, "\n\"", "\u001b\u2028"));
    private static final Sample THREE = at(2);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("samples.jsonl");
    }

    private void append(Sample... samples) throws IOException {
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            for (Sample sample : samples) {
                writer.append(sample);
            }
        }
    }

    private static void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> RecordingWriter.open(file))
                .isInstanceOf(BadRequestException.class)
                .hasMessage(sentence);
    }

    @Test
    void samplesAreALineEach() throws IOException {
        append(ONE, TWO, THREE);

        assertThat(Files.readString(file()))
                .isEqualTo(RecordingFiles.line(ONE) + "\n" + RecordingFiles.line(TWO) + "\n"
                        + RecordingFiles.line(THREE) + "\n");
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO, THREE), 0));
    }

    @Test
    void aSampleIsInTheFileWhenItWasAppended() throws IOException {
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            assertThat(file()).isEmptyFile();
            writer.append(ONE);
            assertThat(Files.readString(file())).isEqualTo(RecordingFiles.line(ONE) + "\n");
            writer.append(TWO);
            assertThat(Files.readAllLines(file())).hasSize(2);
        }
    }

    @Test
    void aRecordingIsContinued() throws IOException {
        append(ONE);
        append();
        append(TWO, THREE);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO, THREE), 0));
        assertThat(Files.readAllLines(file())).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11, 12, 30, 200})
    void aLineThatBrokeOffCostsThatLineAlone(int length) throws IOException {
        append(ONE);
        Files.writeString(
                file(), Files.readString(file()) + RecordingFiles.line(TWO).substring(0, length));

        append(THREE);

        assertThat(Files.readAllLines(file())).hasSize(3);
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, THREE), 1));
    }

    @Test
    void aWholeLineWithoutItsEndIsKept() throws IOException {
        Files.writeString(file(), RecordingFiles.line(ONE));

        append(TWO);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO), 0));
    }

    @Test
    void randomNamesStayInTheirLines() throws IOException {
        Random random = new Random(20_260_104);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(at(i, EvilNames.next(random), buffer(i, 4096, EvilNames.next(random), EvilNames.next(random))));
        }
        append(samples.toArray(Sample[]::new));

        assertThat(Files.readAllLines(file())).hasSize(100);
        assertThat(Recording.read(file())).isEqualTo(new Recording(samples, 0));
    }

    @Test
    void f27_aRecordingKeepsBytesThatAreNotUtf8() throws IOException {
        Sample sample = at(0, Sample.START, named(7, 4096, "\udc80", "a\udcff\ufffd\\xff\ud800"));
        append(sample);

        assertThat(Files.readString(file())).contains("\"a\\uDCFF\\uFFFD\\\\xff\\uD800\"");
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(sample), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " ",
                "\n",
                "# notes\n",
                "[]",
                "inode,size\n1,2\n",
                "\u0000",
                "{}",
                "{\"a\":1}\n",
                "{\"reason\"}"
            })
    void whatIsNoRecordingIsNotAppendedTo(String text) throws IOException {
        Files.writeString(file(), text);

        assertRefused(file(), file() + " is not a recording: give another file");
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    /** A reader would not find the samples after it. */
    @Test
    void aDocumentOnSeveralLinesIsNotAppendedTo() throws IOException {
        String text = RecordingFiles.document(ONE.snapshot());
        Files.writeString(file(), text);

        assertRefused(file(), file() + " is not a recording: give another file");
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10, 11, 100})
    void aFirstLineThatBrokeOffIsNoReasonToRefuseTheFile(int length) throws IOException {
        Files.writeString(file(), RecordingFiles.line(ONE).substring(0, length));

        append(TWO);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(TWO), length == 0 ? 0 : 1));
    }

    @Test
    void twoRecordersOfOneProcessDoNotShareAFile() throws IOException {
        append(ONE);
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            assertRefused(file(), "another process records to " + file() + ": give another file");
            writer.append(TWO);
        }
        append(THREE);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO, THREE), 0));
    }

    /** The other process. */
    static final class Other {
        private Other() {}

        /** Prints the result of opening a file. */
        public static void main(String[] arguments) {
            try (RecordingWriter writer = RecordingWriter.open(Path.of(arguments[0]))) {
                writer.append(THREE);
                System.out.print("appended");
            } catch (IOException failure) {
                System.out.print(failure.getMessage());
            }
        }
    }

    private String appendByAnotherProcess() throws IOException {
        Process other = Processes.startJvm(Other.class, file().toString());
        try (InputStream said = other.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            other.getOutputStream().close();
            other.getErrorStream().close();
        }
    }

    /** The file is not empty: reading its end must not release the lock. */
    @Test
    void twoProcessesDoNotShareAFile() throws IOException {
        append(ONE);
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            assertThat(appendByAnotherProcess())
                    .isEqualTo("another process records to " + file() + ": give another file");
            writer.append(TWO);
        }
        assertThat(appendByAnotherProcess()).isEqualTo("appended");

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO, THREE), 0));
    }

    @Test
    void aFileThatIsEmptiedMeanwhileBeginsAnew() throws IOException {
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            writer.append(ONE);
            Files.newOutputStream(file()).close();
            writer.append(TWO);
        }

        assertThat(Files.readString(file())).isEqualTo(RecordingFiles.line(TWO) + "\n");
    }

    @Test
    void aFolderIsRefused() {
        assertRefused(directory, "cannot write " + directory + ": Is a directory");
    }

    @Test
    void aFileInAMissingFolderIsRefused() {
        Path file = directory.resolve("missing/samples");

        assertRefused(file, "cannot write " + file + ": no such file or directory");
    }

    /** A device has no size, and cannot be flushed to a disk. */
    @Test
    void whatIsNoFileOnADiskIsWrittenTo() throws IOException {
        try (RecordingWriter writer = RecordingWriter.open(Path.of("/dev/null"))) {
            writer.append(ONE);
            writer.append(TWO);
        }
    }

    @Test
    void aFullDiskIsAnError() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "/dev/full");
        try (RecordingWriter writer = RecordingWriter.open(full)) {
            assertThatThrownBy(() -> writer.append(ONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
    }
}
