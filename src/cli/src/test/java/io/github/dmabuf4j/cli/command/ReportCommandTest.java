// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.Samples.START;
import static io.github.dmabuf4j.support.Samples.at;
import static io.github.dmabuf4j.support.Samples.buffer;
import static io.github.dmabuf4j.support.Samples.named;
import static io.github.dmabuf4j.support.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.recording.RecordingFiles;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.EndCause;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Limit;
import io.github.dmabuf4j.stats.LimitReached;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Trigger;
import io.github.dmabuf4j.stats.Unreadable;
import io.github.dmabuf4j.support.BufferBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final String EVIL = "<script>alert(1)</script>\"&'\n\u001b[31m\u202e{{css}}";
    private static final String HARMLESS =
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;&#39;" + "\\u000a\\u001b[31m\\u202e{{css}}";

    @TempDir
    private Path directory;

    private String page(Sample... samples) throws IOException {
        CommandRun run = RecordingFiles.run("report", RecordingFiles.recording(directory.resolve("samples"), samples));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    private static Snapshot evil() {
        return new Snapshot(
                START.plusSeconds(1),
                "boot-a",
                EVIL,
                List.of(named(3, 1 << 20, EVIL, EVIL, EVIL), named(4, 1 << 20, EVIL, EVIL)),
                List.of(new SourceReport(
                        EVIL,
                        Set.of(StatsCapability.values()),
                        1,
                        List.of(new Unreadable(EVIL, EVIL)),
                        List.of(new Note(EVIL, List.of(EVIL))))),
                0,
                List.of(new Contradiction(3, EVIL)));
    }

    @Test
    void whatOthersHaveNamedIsText() throws IOException {
        String page = page(at(0), new Sample(EVIL, evil()));

        assertThat(page)
                .contains("alert(1)")
                .doesNotContain("<script", "\u001b", "\u202e", "<b>")
                .contains(HARMLESS);
    }

    @Test
    void f27_bytesThatAreNotUtf8AreShownAsInText() throws IOException {
        assertThat(page(at(0, named(1, 1, "system", "a\udcff"), named(2, 1, "system", "\\xff"))))
                .contains(">a\\xff<", ">\\\\xff<");
    }

    @Test
    void f28_aNameThatIsADashIsNotTakenForNone() throws IOException {
        assertThat(page(at(0, named(1, 1, "system", "–"))))
                .contains(">\\u2013<")
                .doesNotContain("<td>–<");
    }

    @Test
    void processesAreCalledByWhatTheyRunAndChargedToTheirControlGroups() throws IOException {
        String page = page(
                at(0, heldIn("/camera.service/a", 1 << 20)),
                at(1, heldIn("/camera.service/a", 3 << 20), heldIn("/\u001b.scope", 1 << 19)));

        assertThat(page)
                .contains(">Camera<", ">camera.service<", ">\\u001b.scope<", "+2.0 MiB")
                .doesNotContain(">java<");
    }

    private static BufferInfo heldIn(String group, long size) {
        HoldingProcess process = new HoldingProcess(20 + group.length(), "java", 5);
        return BufferBuilder.buffer(size)
                .size(size)
                .held(BufferBuilder.holder(process.with(BufferBuilder.details("Camera", group, 0, null)), List.of(3)))
                .toInfo();
    }

    @Test
    void aRecordingWithoutControlGroupsSaysSo() throws IOException {
        assertThat(page(at(0, buffer(1, 4096, "system", "app"))))
                .contains("No sample has the control group of a process that holds a buffer.");
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        String page = page(at(0), at(1, buffer(1, 4096, "system")));

        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("://", "src=", "@import", "<link", "<script");
        assertThat(page).doesNotContain(" style=").contains("default-src 'none'");
    }

    /** Otherwise a browser would ignore the style sheet. */
    @Test
    void thePolicyAllowsTheOneStyle() throws IOException, NoSuchAlgorithmException {
        String page = page(at(0));
        Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();

        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));

        assertThat(page).contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    void oneSampleHasNoChartAndNoGrowth() throws IOException {
        assertThat(page(at(0, buffer(1, 4096, "system"))))
                .contains("There is one sample", "4.0 KiB")
                .doesNotContain("class=\"chart\"", ">Growth<", "New buffers");
    }

    @Test
    void growthAndEventsAndWhatTheKernelAloneHoldsAreShown() throws IOException {
        String page = page(
                at(0, buffer(1, 1 << 20, "system", "camera"), buffer(2, 4096, "udmabuf"), buffer(3, 1, "gone", "x")),
                at(60, Sample.OOM_KILL, buffer(1, 8 << 20, "system"), buffer(2, 4096, "udmabuf")),
                at(
                        61,
                        buffer(1, 2 << 20, "system"),
                        buffer(2, 4096, "udmabuf"),
                        buffer(9, 5 << 20, "system", "camera")));

        assertThat(page)
                .contains("class=\"chart\"", "oom-kill", ">+6.0 MiB<", ">8.0 MiB<", "at 00:00:00")
                .contains("in all samples, for 1 min 1 s", "for 1 s, since 00:00:00", "1 new, 1 gone buffer.")
                .contains("x (no longer holds any)");
    }

    private static Sample with(Sample sample, Trigger... triggers) {
        return new Sample(sample.reason(), sample.snapshot(), List.of(triggers));
    }

    private static ProcessEnd endOf(Sample before, String name, EndCause cause, int code) {
        HoldingProcess process = before.snapshot().processes().stream()
                .map(usage -> usage.process())
                .filter(one -> one.command().equals(name))
                .findFirst()
                .orElseThrow();
        return new ProcessEnd(process.id(), name, cause, OptionalInt.of(code));
    }

    @Test
    void anEndedProcessIsShownWithWhatItLeftBehind() throws IOException {
        Sample before = at(
                0,
                buffer(1, 64 << 20, "system", "camera", "display"),
                buffer(2, 16 << 20, "system", "camera"),
                buffer(3, 4 << 20, "system", "camera"));
        Sample after =
                at(60, Sample.PROCESS_END, buffer(1, 64 << 20, "system", "display"), buffer(3, 4 << 20, "system"));

        String page = page(before, with(after, endOf(before, "camera", EndCause.KILLED, 9)));

        assertThat(page)
                .contains(">Ended processes<", ">killed by SIGKILL<", ">process ended</li>")
                .contains(">84.0 MiB<", ">68.0 MiB<", "; the kernel alone<")
                .containsPattern(">display \\(\\d+\\); the kernel alone<");
    }

    @Test
    void aProcessThatLeftNothingSaysSoAndAnOomKillIsMarkedAsOne() throws IOException {
        Sample before = at(0, buffer(2, 16 << 20, "system", "camera"));

        String page = page(before, with(at(60, Sample.PROCESS_END), endOf(before, "camera", EndCause.OOM_KILLED, 9)));

        assertThat(page)
                .contains(">killed for lack of memory<", ">16.0 MiB<", "process killed for lack of memory</li>")
                .doesNotContain(">process ended</li>");
    }

    @Test
    void limitsAreShownInWords() throws IOException {
        String page = page(
                at(0),
                with(at(60, Sample.LIMIT), new LimitReached(Limit.ofTotal(1 << 20), "", 3 << 20)),
                with(
                        at(120),
                        new LimitReached(
                                Limit.ofProcess(1 << 20).within(Duration.ofMinutes(1)), "<b>camera (7)", 2 << 20)));

        assertThat(page)
                .contains(">all buffers: 3.0 MiB (limit 1.0 MiB)<")
                .contains(">process &lt;b&gt;camera (7): +2.0 MiB within 1 min (limit 1.0 MiB)<")
                .contains("limit reached</li>")
                .doesNotContain("<b>");
    }

    @Test
    void twoRecordingsAreCompared() throws IOException {
        Path old = RecordingFiles.recording(
                directory.resolve("old"),
                at(0, buffer(1, 8 << 20, "system", "camera")),
                at(10, buffer(1, 8 << 20, "system", "camera"), buffer(2, 2 << 20, "udmabuf", "gone")));
        Path now = RecordingFiles.recording(
                directory.resolve("new"),
                at(1000, buffer(1, 8 << 20, "system", "camera")),
                at(
                        1030,
                        "not responding",
                        buffer(1, 8 << 20, "system", "camera"),
                        buffer(5, 24 << 20, "system", "camera")),
                at(1040, buffer(1, 16 << 20, "system", "camera")));

        CommandRun run = RecordingFiles.run("report", now, "--compare-with", old);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(">Exporters compared<", ">Processes compared<", ">Control groups compared<")
                .as("8 MiB for 30 s and 32 MiB for 10 s")
                .containsPattern(
                        "mean of all buffers</td>\\s*<td[^>]*>8.0 MiB</td>\\s*<td[^>]*>14.0 MiB</td>\\s*<td[^>]*>\\+6.0 MiB<")
                .containsPattern("peak of all buffers</td>\\s*<td[^>]*>10.0 MiB</td>\\s*<td[^>]*>32.0 MiB</td>")
                .containsPattern("gone</td>\\s*<td[^>]*>2.0 MiB</td>\\s*<td[^>]*>0 B</td>\\s*<td[^>]*>-2.0 MiB<")
                .contains(">not responding<");
        assertThat(RecordingFiles.run("report", now, "--compare-with", old, "--out", old)
                        .err())
                .contains(old + " is one of the recordings");
    }

    @Test
    void thePresentIsNotComparedWithButCompared() throws IOException {
        Path recording = RecordingFiles.recording(directory.resolve("recording"), at(0));

        CommandRun run = RecordingFiles.run("report", recording, "--compare-with", "now");

        assertThat(run.err())
                .startsWith("dmabuf report: --compare-with takes recordings: give 'now' as FILE, and the recording with"
                        + " --compare-with");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void recordingsOfTwoBootsAreOneTimeLine() throws IOException {
        Path second = RecordingFiles.recording(
                directory.resolve("second"),
                new Sample(Sample.START, snapshot(START.plusSeconds(100), "boot-b", buffer(1, 4096, "system"))),
                new Sample(Sample.INTERVAL, snapshot(START.plusSeconds(101), "boot-b", buffer(1, 8192, "system"))));
        Path first = RecordingFiles.recording(directory.resolve("first"), at(0), at(1, buffer(1, 1 << 20, "system")));

        String page = RecordingFiles.run("report", second, first).out();

        assertThat(page)
                .contains(
                        "boot-b, the last of 2",
                        ">other boot</text>",
                        "+4.0 KiB",
                        "23:59:00 UTC to 2026-05-05 00:00:41");
    }

    private static Sample withSources(int second, SourceReport... sources) {
        return new Sample(
                Sample.INTERVAL,
                new Snapshot(
                        START.plusSeconds(second),
                        "boot-a",
                        "6.12.5",
                        List.of(buffer(1, 4096, "system")),
                        List.of(sources),
                        0,
                        List.of()));
    }

    private static SourceReport procfs(Set<StatsCapability> facts, String... notes) {
        return new SourceReport(
                "procfs", facts, 0, List.of(), Stream.of(notes).map(Note::of).toList());
    }

    @Test
    void aClockThatWasSetBackGivesNoNegativeTime() throws IOException {
        String page =
                page(at(100, buffer(1, 4096, "system")), at(40, buffer(1, 4096, "system")), at(50), at(100), at(101));

        assertThat(page)
                .contains("The clock was set back in 2 samples", ", 1 s</dd>")
                .doesNotContainPattern("-[0-9]+ (ms|s|min)\\b");
    }

    @Test
    void samplesWithoutASourceThatOthersHaveAreLimited() throws IOException {
        SourceReport sysfs = new SourceReport("sysfs", Set.of(StatsCapability.ALL_BUFFERS), 0, List.of(), List.of());
        SourceReport debugfs = new SourceReport("debugfs", Set.of(), 0, List.of(), List.of(Note.of("no root")));
        Set<StatsCapability> reported = Set.of(StatsCapability.HOLDERS, StatsCapability.DEVICES, StatsCapability.NAME);

        String page = page(
                withSources(0, sysfs, debugfs, procfs(Set.of(), "too many open files")),
                withSources(1, sysfs, debugfs, procfs(reported, "half of it")),
                withSources(2, sysfs, debugfs, procfs(reported)));

        assertThat(page)
                .contains("Something could not be read in 2 of 3 samples")
                .contains("In the first sample of this boot: procfs not read: too many open files")
                .doesNotContain("Everything could be read", "In the first sample of this boot: debugfs")
                .doesNotContain("most grown: what the kernel");
    }

    @Test
    void f26_whereAProcessWasNotSeenNothingIsSaidToBeOfTheKernelAlone() throws IOException {
        SourceReport sysfs = new SourceReport("sysfs", Set.of(StatsCapability.ALL_BUFFERS), 0, List.of(), List.of());
        SourceReport partial =
                procfs(Set.of(StatsCapability.HOLDERS), "processes outside of this pid namespace are not visible");

        String page = page(withSources(0, sysfs, partial), withSources(1, sysfs, partial));

        assertThat(page)
                .contains("Without a visible holder", ">no visible holder<", "of it without a visible holder")
                .contains("processes outside of this pid namespace are not visible")
                .doesNotContain("by the kernel alone", ">the kernel alone<", "what the kernel");
    }

    @Test
    void withoutHoldersNothingIsSaidToBeOfTheKernel() throws IOException {
        String page = page(withSources(
                0, new SourceReport("sysfs", Set.of(StatsCapability.ALL_BUFFERS), 0, List.of(), List.of())));

        assertThat(page).contains(">not known</td>").doesNotContain(">the kernel alone<");
    }

    @Test
    void brokenLinesAreSaidOnThePageToo() throws IOException {
        Path file = RecordingFiles.recording(directory.resolve("<b>"), at(0));
        Files.writeString(file, Files.readString(file) + "{\"reason");

        CommandRun run = RecordingFiles.run("report", file);

        assertThat(run.err()).contains("1 line is broken and left out");
        assertThat(run.out()).contains("1 line is broken and left out").doesNotContain("<b>");
    }

    @Test
    void thePageCanBeWrittenToAFile() throws IOException {
        Path file = RecordingFiles.recording(directory.resolve("samples"), at(0));
        Path page = directory.resolve("page.html");

        CommandRun run = RecordingFiles.run("report", file, "--out", page);

        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
        assertThat(page).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    }

    @Test
    void aRecordingIsNotOverwritten() throws IOException {
        Path file = RecordingFiles.recording(directory.resolve("samples"), at(0));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        String before = Files.readString(file);

        CommandRun run = RecordingFiles.run("report", file, "--out", link);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(link + " is one of the recordings").hasLineCount(1);
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void anOldPageIsReplacedAsAWhole() throws IOException {
        Path file = RecordingFiles.recording(directory.resolve("samples"), at(0));
        Path page = Files.writeString(directory.resolve("page.html"), "old");
        Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), page);

        assertThat(RecordingFiles.run("report", file, "--out", link).exitCode()).isZero();

        assertThat(page).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(Files.getPosixFilePermissions(page)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        assertThat(RecordingFiles.run("report", file, "--out", directory).err())
                .contains("cannot write")
                .hasLineCount(1);
    }

    @Test
    void halfACharacterInANameIsWrittenOut() throws IOException {
        Path file = RecordingFiles.recording(directory.resolve("samples"), at(0, buffer(1, 4096, "half")));
        Files.writeString(file, Files.readString(file).replace("half", "\\ud800"));
        Path page = directory.resolve("page.html");

        assertThat(RecordingFiles.run("report", file, "--out", page)).isEqualTo(new CommandRun(0, "", ""));
        assertThat(page).content().contains("\\ud800");
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaidInASentence() throws IOException {
        Path file = RecordingFiles.recording(directory.resolve("samples"), at(0));

        assertThat(RecordingFiles.run("report").exitCode()).isEqualTo(2);
        CommandRun missing = RecordingFiles.run("report", directory.resolve("missing"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("no such file or directory").hasLineCount(1);
        CommandRun unwritable = RecordingFiles.run("report", file, "--out", directory.resolve("a/b"));
        assertThat(unwritable.exitCode()).isEqualTo(1);
        assertThat(unwritable.err()).contains("cannot write").hasLineCount(1);
    }
}
