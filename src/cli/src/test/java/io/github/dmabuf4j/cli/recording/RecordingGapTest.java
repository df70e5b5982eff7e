// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import static io.github.dmabuf4j.support.Samples.START;
import static io.github.dmabuf4j.support.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.EndCause;
import io.github.dmabuf4j.stats.Limit;
import io.github.dmabuf4j.stats.LimitReached;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.ProcessId;
import io.github.dmabuf4j.stats.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording says beside its snapshots: triggers, and what is missing. */
class RecordingGapTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("samples.jsonl");
    }

    private static GapWatch.Moment moment(long running, long always, long wall) {
        return new GapWatch.Moment(running * SECOND, OptionalLong.of(always * SECOND), wall * SECOND);
    }

    /** What is found after a minute, with these differences of the clocks in seconds. */
    private static RecordingGap after(Duration interval, long running, long always, long wall) {
        GapWatch watch = new GapWatch(interval);
        assertThat(watch.next(moment(100, 1000, 100_000))).isEqualTo(RecordingGap.NONE);
        return watch.next(moment(100 + running, 1000 + always, 100_000 + wall));
    }

    @Test
    void clocksThatAgreeAreNoGap() {
        assertThat(after(Duration.ofSeconds(10), 10, 10, 10)).isEqualTo(RecordingGap.NONE);
        assertThat(after(Duration.ofSeconds(10), 15, 15, 15)).isEqualTo(RecordingGap.NONE);
    }

    @Test
    void anIntervalThatWasMissedIsAPause() {
        RecordingGap gap = after(Duration.ofSeconds(1), 61, 61, 61);

        assertThat(gap).isEqualTo(new RecordingGap(0, "", Duration.ofSeconds(60), Duration.ZERO, Duration.ZERO));
        assertThat(gap.notes(START))
                .containsExactly("before 2026-05-04T23:59:00Z the recorder took no sample for 60 s");
    }

    @Test
    void aSuspendedMachineIsNoPauseOfTheRecorder() {
        RecordingGap gap = after(Duration.ofSeconds(10), 10, 310, 310);

        assertThat(gap.notes(START)).containsExactly("before 2026-05-04T23:59:00Z the machine was suspended for 300 s");
    }

    @Test
    void aClockThatWasSetIsFoundInBothDirections() {
        assertThat(after(Duration.ofSeconds(10), 10, 10, -3590).notes(START))
                .containsExactly("before 2026-05-04T23:59:00Z the clock was set back by 3600 s");
        assertThat(after(Duration.ofSeconds(10), 10, 10, 3610).notes(START))
                .containsExactly("before 2026-05-04T23:59:00Z the clock was set forward by 3600 s");
    }

    @Test
    void missingSamplesAddUp() {
        RecordingGap gap = RecordingGap.NONE
                .andMissing("no room")
                .and(after(Duration.ofSeconds(1), 61, 61, 61))
                .andMissing("No space left on device\u001b");

        assertThat(gap.notes(START))
                .containsExactly(
                        "before 2026-05-04T23:59:00Z 2 samples are missing: No space left on device\\u001b",
                        "before 2026-05-04T23:59:00Z the recorder took no sample for 60 s");
    }

    @Test
    void aRecordingKeepsItAndItsReaderSaysIt() throws IOException {
        RecordingGap gap = RecordingGap.NONE.andMissing("No space left on device");
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            writer.append(at(0));
            writer.append(at(60), gap);
        }
        assertThat(notes())
                .containsExactly("note: " + file()
                        + ": before 2026-05-05T00:00:00Z 1 sample is missing: No space left on device");
    }

    private List<String> notes() throws BadRequestException {
        try (MergedRecordings merged = MergedRecordings.open(List.of(file()))) {
            while (merged.next().isPresent()) {
                // Notes are about what was read.
            }
            return merged.notes();
        }
    }

    @Test
    void aRecorderThatWasStartedAgainIsSaid() throws IOException {
        RecordingFiles.recording(
                file(), at(0, Sample.START), at(10), at(70, Sample.START), at(80), at(20, Sample.START));

        assertThat(notes())
                .containsExactly(
                        "note: " + file()
                                + ": the recorder was started again at 2026-05-05T00:00:10Z, 60 s after the sample before",
                        "note: " + file() + ": the recorder was started again at 2026-05-04T23:59:20Z");
    }

    @Test
    void manyGapsAreCounted() throws IOException {
        RecordingGap gap = RecordingGap.NONE.andMissing("no room");
        try (RecordingWriter writer = RecordingWriter.open(file())) {
            for (int i = 0; i < 25; i++) {
                writer.append(at(i), gap);
            }
        }

        assertThat(notes()).hasSize(21).last().asString().endsWith(": 5 more gaps");
    }

    @Test
    void triggersAreKept() throws IOException {
        Sample sample = new Sample(
                Sample.PROCESS_END,
                at(0).snapshot(),
                List.of(
                        new ProcessEnd(new ProcessId(7, 9), "a\u001b", EndCause.OOM_KILLED, OptionalInt.of(9)),
                        new ProcessEnd(new ProcessId(8, 9), "", EndCause.UNKNOWN, OptionalInt.empty()),
                        new LimitReached(Limit.ofTotal(5), "", 6),
                        new LimitReached(
                                Limit.ofProcess(5).named("camera").within(Duration.ofMinutes(1)), "camera (7)", 6)));
        RecordingFiles.recording(file(), sample);

        assertThat(Recording.read(file())).isEqualTo(new Recording(List.of(sample), 0));
    }

    /** A later version may add kinds of triggers, and members of each. */
    @Test
    void whatALaterVersionHasAddedIsLeftOut() throws IOException {
        String line = RecordingFiles.line(at(0));
        Files.writeString(
                file(),
                line.substring(0, line.length() - 1)
                        + ",\"triggers\":[{\"kind\":\"full-moon\"},{\"kind\":\"limit\",\"subject\":\"moon\",\"new\":1},"
                        + "{\"kind\":\"process-end\",\"pid\":7,\"startTicks\":9,\"name\":\"a\",\"cause\":\"moon\",\"code\":null,"
                        + "\"new\":[]}],\"new\":{}}\n");

        assertThat(Recording.read(file()).samples())
                .singleElement()
                .extracting(Sample::triggers)
                .isEqualTo(List.of(new ProcessEnd(new ProcessId(7, 9), "a", EndCause.UNKNOWN, OptionalInt.empty())));
    }

    @Test
    void aSampleWithoutThemHasNoMembersForThem() throws IOException {
        assertThat(Json.parse(RecordingFiles.line(at(0))).members().keySet().stream()
                        .map(Object::toString))
                .doesNotContain("triggers", "gap");
    }
}
