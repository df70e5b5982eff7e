// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.Samples.at;
import static io.github.dmabuf4j.support.Samples.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UnchangedDescriptors.class)
class RecordingReaderTest {
    private static final Sample ONE = at(0, Sample.START, buffer(7, 4096, "system", "camera"));
    private static final Sample TWO = at(1, buffer(7, 4096, "system", "camera"), buffer(-1, 1, "\n\"", "\u001b"));
    private static final Sample THREE = at(2);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("samples.jsonl");
    }

    @Test
    void whatWasWrittenIsReadInItsOrder() throws IOException {
        RecordingFiles.recording(file(), ONE, TWO, THREE);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO, THREE), 0));
    }

    @Test
    void brokenLinesAreLeftOutAndCounted() throws IOException {
        RecordingFiles.recording(file(), ONE);
        byte[] cutOff = {'{', '"', (byte) 0xc3, '\n', '\n', '{', '}', '\n'};
        Files.write(file(), cutOff, StandardOpenOption.APPEND);
        Files.writeString(file(), RecordingFiles.line(TWO) + "\n{\"reason\":\"inter", StandardOpenOption.APPEND);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO), 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n", "{\n{\n", "\n{\n\n"})
    void aLineThatBrokeOffAfterItsFirstCharacterCostsThatLineAlone(String broken) throws IOException {
        String one = RecordingFiles.line(ONE) + "\n";
        String two = RecordingFiles.line(TWO) + "\n";
        int lines = broken.replace("\n", "").length();

        Files.writeString(file(), broken + one + two);
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO), lines));
        Files.writeString(file(), one + broken + two);
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO), lines));
        Files.writeString(file(), one + two + broken.strip());
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO), lines));
    }

    @Test
    void aDocumentOnSeveralLinesIsASample() throws IOException {
        Files.writeString(file(), RecordingFiles.document(ONE.snapshot()));

        assertThat(Recording.read(file()).samples()).containsExactly(new Sample("request", ONE.snapshot()));
    }

    @Test
    void samplesAfterADocumentOnSeveralLinesAreFound() throws IOException {
        String text = RecordingFiles.document(ONE.snapshot());
        Files.writeString(file(), text + RecordingFiles.line(TWO) + "\n" + text.replace("\n", "\r\n"));

        Sample one = new Sample("request", ONE.snapshot());
        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(one, TWO, one), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n  \"time\" : 5,\n", "{\n}\n", "{\nx\n"})
    void aBrokenDocumentOnSeveralLinesHidesNoSample(String broken) throws IOException {
        Files.writeString(file(), broken + RecordingFiles.line(ONE) + "\n");

        assertThat(Recording.read(file()).samples()).containsExactly(ONE);
    }

    @Test
    void aLineWithMoreThanASampleIsBroken() throws IOException {
        String one = RecordingFiles.line(ONE);
        Files.writeString(file(), one + one + "\n" + one + "}\n" + RecordingFiles.line(TWO));

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(TWO), 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\n  "})
    void whatHasNoLineEndIsNotReadWhole(String start) throws IOException {
        Files.writeString(file(), start + "x".repeat(1 << 20) + "y\n");

        try (RecordingReader reader = RecordingReader.open(file(), 1 << 20)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageStartingWith(
                            file() + " has a line longer than 1 MiB: it is not a recording of 'dmabuf record',"
                                    + " or needs a larger heap than the ");
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "16, 1", "64, 4", "512, 32", "8192, 512", "1048576, 1024"})
    void f09_theLongestLineFitsTheHeap(long heap, int bound) {
        assertThat(RecordingReader.bound(heap << 20)).isEqualTo(bound << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "1", "\"x\"", "true", "[{}]"})
    void f08_aDocumentThatIsNotAnObjectIsSaidToBeNone(String text) throws IOException {
        Files.writeString(file(), text);

        assertThatThrownBy(() -> Recording.read(file()))
                .isInstanceOf(BadRequestException.class)
                .hasMessage(file() + " contains no sample: it is not a JSON object; give the output of 'dmabuf record'"
                        + " or 'dmabuf ls --json'");
    }

    @Test
    void f08_aByteOrderMarkCostsNoSample() throws IOException {
        String one = "\ufeff" + RecordingFiles.line(ONE) + "\r\n";
        String three = "\ufeff" + RecordingFiles.line(THREE) + "\n";
        Files.writeString(file(), one + RecordingFiles.line(TWO) + "\r\n\r\n" + three);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(ONE, TWO, THREE), 0));
    }

    @Test
    void f08_aByteOrderMarkBeforeADocumentOnSeveralLinesCostsNoSample() throws IOException {
        Files.writeString(file(), "\ufeff" + RecordingFiles.document(ONE.snapshot()));

        assertThat(Recording.read(file()).last()).isEqualTo(ONE.snapshot());
    }

    @Test
    void f08_aFileOfAByteOrderMarkIsEmpty() throws IOException {
        Files.writeString(file(), "\ufeff");

        assertThatThrownBy(() -> Recording.read(file())).hasMessageContaining(" contains no sample: it is empty;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "X-UTF-16LE-BOM"})
    void f08_textOfUtf16IsNamed(String charset) throws IOException {
        Files.writeString(file(), RecordingFiles.line(ONE) + "\n", Charset.forName(charset));

        assertThatThrownBy(() -> Recording.read(file()))
                .isInstanceOf(BadRequestException.class)
                .hasMessage(
                        file() + " is UTF-16 text: convert it to UTF-8, for instance with iconv -f UTF-16 -t UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "{", "[]", "null", "no JSON", "{\"time\": 5}"})
    void aFileWithoutSampleIsRefused(String text) throws IOException {
        Files.writeString(file(), text);

        assertThatThrownBy(() -> Recording.read(file()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageStartingWith(file() + " contains no sample: ")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void aTimeThatNoCalendarShowsBreaksItsLine(String time) throws IOException {
        String line = RecordingFiles.line(ONE).replace(ONE.snapshot().time().toString(), time);
        Files.writeString(file(), line + "\n" + RecordingFiles.line(TWO) + "\n");

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(TWO), 1));
    }

    @Test
    void severalRecordingsAreReadInTheOrderOfTimes() throws IOException {
        Path other = RecordingFiles.recording(directory.resolve("other"), TWO);
        RecordingFiles.recording(file(), ONE, THREE);
        List<Sample> read = new ArrayList<>();

        try (MergedRecordings merged = MergedRecordings.open(List.of(other, file()))) {
            for (Optional<Sample> next = merged.next(); next.isPresent(); next = merged.next()) {
                read.add(next.get());
            }
            assertThat(merged.notes()).isEmpty();
        }

        assertThat(read).containsExactly(ONE, TWO, THREE);
    }

    @Test
    void aMissingOneOfSeveralLeavesNoneOpen() throws IOException {
        RecordingFiles.recording(file(), ONE);

        assertThatThrownBy(() -> MergedRecordings.open(List.of(file(), directory.resolve("missing"))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("no such file");
    }
}
