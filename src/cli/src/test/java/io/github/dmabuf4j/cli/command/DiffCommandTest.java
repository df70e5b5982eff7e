// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.Samples.BOOT;
import static io.github.dmabuf4j.support.Samples.START;
import static io.github.dmabuf4j.support.Samples.at;
import static io.github.dmabuf4j.support.Samples.buffer;
import static io.github.dmabuf4j.support.Samples.named;
import static io.github.dmabuf4j.support.Samples.snapshot;
import static io.github.dmabuf4j.support.Samples.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import de.siegmar.fastcsv.reader.CsvReader;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.recording.RecordingFiles;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffCommandTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void record() throws IOException {
        file = RecordingFiles.recording(
                directory.resolve("samples.jsonl"),
                at(0, Sample.START, buffer(1, 4096, "system", "camera"), buffer(2, 8192, "udmabuf")),
                at(1, buffer(1, 4096, "system", "camera")),
                at(2, buffer(1, 4096, "system", "camera"), named(3, 1 << 20, "system", "a\n\u202eb", "camera")));
    }

    @Test
    void textShowsNewAndGoneBuffersAndWhoHasGrown() {
        CommandRun run = RecordingFiles.run("diff", file + "#1", file, "--human");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains(
                        "from  " + file + "#1, 2026-05-04T23:59:00Z (start)",
                        "to    " + file + ", 2026-05-04T23:59:02Z (interval)",
                        "new buffers: 1",
                        "gone buffers: 1",
                        "exporters: 2",
                        "processes: 1",
                        "change: 0 buffers, +1016.0 KiB (1 new, 1 gone)")
                .anyMatch(line -> line.matches(" +3 +1.0 MiB +system +a\\\\u000a\\\\u202eb +camera\\(\\d+\\)"))
                .anyMatch(line -> line.matches(" +2 +8.0 KiB +udmabuf +buffer-2 +-"))
                .anyMatch(line -> line.matches(" +system +\\+1 +\\+1.0 MiB +1.0 MiB"))
                .anyMatch(line -> line.matches(" +udmabuf +-1 +-8.0 KiB +0 B"))
                .anyMatch(line -> line.matches(" +\\d+ +camera +\\+1 +\\+1.0 MiB +\\+1.0 MiB +1.0 MiB"));
    }

    @Test
    void csvIsOneTableOfWhichTheBuffersAddUp() {
        CommandRun run = RecordingFiles.run("diff", file + "#1", file + "#-1", "--csv");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("change,inode,exporter,name,pid,command,buffers,size,pss\r\n")
                .contains("appeared,3,system,a\\u000a\\u202eb,,,1,1048576,\r\n")
                .contains("vanished,2,udmabuf,buffer-2,,,-1,-8192,\r\n")
                .contains("exporter,,udmabuf,,,,-1,-8192,\r\n")
                .containsPattern("process,,,,\\d+,camera,1,1048576,1048576\r\n")
                .endsWith("total,,,,,,0,1040384,\r\n");
    }

    @Test
    void jsonHasBothSamplesAndTheDifferences() throws IOException {
        CommandRun run = RecordingFiles.run("diff", file + "#2", file + "#3", "--json");

        Map<String, Object> document = JSON.std.mapFrom(run.out());
        assertThat(document)
                .containsOnlyKeys("earlier", "later", "sameBoot", "appeared", "vanished", "exporters", "processes")
                .containsEntry("sameBoot", true)
                .containsEntry("vanished", List.of())
                .containsEntry(
                        "exporters",
                        List.of(Map.of(
                                "exporter",
                                "system",
                                "buffers",
                                Map.of("before", 1, "after", 2),
                                "size",
                                Map.of("before", 4096, "after", 4096 + (1 << 20)))));
        assertThat(document.get("later").toString()).contains("reason=interval", "brokenLines=0", "boot=" + BOOT);
    }

    @Test
    void equalSamplesHaveNoSections() {
        CommandRun run = RecordingFiles.run("diff", file, file, "--no-human");

        assertThat(run.out().lines()).hasSize(6).last().isEqualTo("change: 0 buffers, 0 bytes (0 new, 0 gone)");
    }

    @Test
    void otherBootsBrokenLinesAndLimitsAreSaid() throws IOException {
        Snapshot bare = new Snapshot(
                START,
                "boot-b",
                "6.1",
                List.of(),
                List.of(source(Set.of(StatsCapability.SIZE_AND_EXPORTER))),
                0,
                List.of());
        Path other = RecordingFiles.recording(directory.resolve("other"), new Sample(Sample.START, bare));
        Files.writeString(other, "{\"reason\"", StandardOpenOption.APPEND);

        CommandRun text = RecordingFiles.run("diff", file, other);
        CommandRun csv = RecordingFiles.run("diff", file, other, "--csv");

        List<String> notes = List.of(
                "note: the samples are of different boots: all buffers and processes of the first count as gone, all of"
                        + " the second as new",
                "note: " + other + ": 1 line is broken and left out",
                other + ": note: names are not known");
        assertThat(text.out().lines()).containsAll(notes);
        assertThat(csv.err().lines()).containsAll(notes);
        assertThat(csv.out()).doesNotContain("note:");
    }

    @Test
    void anOlderSecondSampleIsSaid() {
        assertThat(RecordingFiles.run("diff", file, file + "#1").out())
                .contains("note: the second sample is older than the first");
    }

    @Test
    void aNameWithANumberSignCanBeGiven() throws IOException {
        Path named = RecordingFiles.recording(directory.resolve("a#1"), new Sample("x", snapshot(START, BOOT)));

        assertThat(RecordingFiles.run("diff", named + "#-1", named + "#1").exitCode())
                .isZero();
        assertThat(RecordingFiles.run("diff", file, directory.resolve("b#c")).err())
                .contains("cannot read");
    }

    @ParameterizedTest
    @CsvSource({
        "#4, 'has only 3 samples', 1",
        "#-4, 'has only 3 samples', 1",
        "#0, 'samples are counted from #1', 2",
        "x, 'no such file or directory', 1"
    })
    void whatIsNotThereIsSaidInASentence(String suffix, String problem, int exitCode) {
        CommandRun run = RecordingFiles.run("diff", file, file + suffix);

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("dmabuf diff: ").contains(problem);
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#2", "#-2"})
    void aSampleIsCountedFromEitherEnd(String number) {
        assertThat(RecordingFiles.run("diff", file + number, file).out()).contains(number + ", 2026-05-04T23:59:01Z");
    }

    @Test
    void f13_jsonHasNoControlCharacterOfAName() throws IOException {
        Path other = RecordingFiles.recording(
                directory.resolve("other"), at(0), at(1, named(1, 1, "system", "a\u007fb\u009b31m")));
        String json = RecordingFiles.run("diff", "--json", other + "#1", other).out();

        assertThat(json).containsIgnoringCase("a\\u007fb\\u009b31m").doesNotContain("\u007f", "\u009b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1"})
    void f13_aNameThatBeginsLikeAFormulaIsDefusedForASpreadsheet(String name) throws IOException {
        Path other = RecordingFiles.recording(
                directory.resolve("other"), at(0, buffer(1, 4096, "system")), at(1, named(2, 1, "system", name)));

        assertThat(names("--csv", other)).containsExactly("buffer-1", name);
        assertThat(names("--csv-safe", other)).containsExactly("buffer-1", "'" + name);
        assertThat(RecordingFiles.run("diff", "--csv-safe", other + "#1", other).out())
                .as("numbers are not texts")
                .contains(",-1,-4096,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t=1", "\r=1", "\n=1"})
    void f13_aNameThatBeginsWithAControlCharacterIsNoFormulaOnceItIsEscaped(String name) throws IOException {
        Path other = RecordingFiles.recording(
                directory.resolve("other"), at(0, buffer(1, 4096, "system")), at(1, named(2, 1, "system", name)));

        String escaped = "\\u%04x=1".formatted((int) name.charAt(0));
        assertThat(names("--csv", other)).containsExactly("buffer-1", escaped);
        assertThat(names("--csv-safe", other)).containsExactly("buffer-1", escaped);
    }

    /** The names of the buffers that differ, by inode. */
    private static List<String> names(String option, Path recording) {
        String csv =
                RecordingFiles.run("diff", option, recording + "#1", recording).out();
        return CsvReader.builder().ofNamedCsvRecord(csv).stream()
                .filter(row -> !row.getField("inode").isEmpty())
                .sorted(Comparator.comparing(row -> row.getField("inode")))
                .map(row -> row.getField("name"))
                .toList();
    }
}
