// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.AtomicFile;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.Progress;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.option.Version;
import io.github.dmabuf4j.cli.recording.MergedRecordings;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.cli.report.ReportPage;
import io.github.dmabuf4j.cli.report.Timeline;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an HTML page for a bug report. */
@Command(
        name = "report",
        description = {
            "Writes an HTML page about recordings, or about the present.",
            "The page of recordings of 'dmabuf record' shows who uses how much, what has grown, what only the kernel holds,"
                    + " and a chart over time. It needs no network and no other file, so that it can be attached to a bug"
                    + " report."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf report rec.jsonl --out report.html",
            "  dmabuf report monday.jsonl tuesday.jsonl --out report.html",
            "  dmabuf report new.jsonl --compare-with old.jsonl --out report.html",
            "  dmabuf report now > now.html"
        })
public final class ReportCommand extends CommandBase {
    private static final Path NOW = Path.of("now");

    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "A recording, or the word now for a sample of the present. The samples of several files are merged"
                            + " by time.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--compare-with",
            paramLabel = "FILE",
            description =
                    "Also show how the recordings differ from this one, by exporter, process name and control group. It"
                            + " may be of another boot or machine. Can be repeated; several are merged by time.")
    private List<Path> earlier = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE.html", description = "Write the page to this file. Default: stdout.")
    private @Nullable Path target;

    @Override
    public Integer call() throws IOException {
        if (earlier.contains(NOW)) {
            throw badUsage(
                    "--compare-with takes recordings: give 'now' as FILE, and the recording with --compare-with");
        }
        refuseInputAsOutput();
        Timeline timeline = new Timeline();
        List<String> notes = new ArrayList<>(addRecordings(files, timeline));
        Timeline before = new Timeline();
        if (!earlier.isEmpty()) {
            notes.addAll(addRecordings(earlier, before));
        }
        notes.forEach(err()::println);
        if (files.contains(NOW)) {
            timeline.add(new Sample(NOW.toString(), Progress.during("reading the machine", this::snapshotOfNow)));
        }
        notes.addAll(limits(timeline));
        write(Progress.during("building the page", () -> page(timeline, before, notes)));
        return ExitCode.OK;
    }

    private Snapshot snapshotOfNow() throws DmaBufException {
        try (MachineStats machine = stats.open().with(RecordingWriter.DETAILS)) {
            return machine.snapshot();
        }
    }

    private static String page(Timeline timeline, Timeline before, List<String> notes) {
        return new ReportPage(timeline, Optional.of(before).filter(line -> !line.isEmpty()))
                .html(
                        notes.stream().map(ReportCommand::sentence).toList(),
                        new Version().getVersion()[0],
                        Instant.now());
    }

    /** The notes on the last sample, and on the first, which growth is counted from. */
    private static List<String> limits(Timeline timeline) {
        List<String> limits = new ArrayList<>(new SnapshotNotes(timeline.last()).limitations());
        List<String> ofFirst = new ArrayList<>(new SnapshotNotes(timeline.first()).limitations());
        ofFirst.removeAll(limits);
        ofFirst.forEach(sentence -> limits.add(
                "In the first sample of this boot: " + sentence(sentence).strip()));
        return limits;
    }

    private void refuseInputAsOutput() throws IOException {
        for (Path file : Stream.concat(files.stream(), earlier.stream()).toList()) {
            if (target != null && !file.equals(NOW) && same(file, target)) {
                throw new BadRequestException(target + " is one of the recordings: give another file with --out");
            }
        }
    }

    /** False where a file cannot be examined; reading or writing it reports that. */
    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException missing) {
            return false;
        }
    }

    private static List<String> addRecordings(List<Path> files, Timeline timeline) throws BadRequestException {
        List<Path> recordings = files.stream().filter(file -> !file.equals(NOW)).toList();
        try (Progress progress = Progress.of("reading the recordings");
                MergedRecordings merged = MergedRecordings.open(recordings)) {
            progress.now(merged::progress);
            for (Optional<Sample> next = merged.next(); next.isPresent(); next = merged.next()) {
                timeline.add(next.get());
            }
            return merged.notes();
        }
    }

    /** A note without its prefix, for a page that has a section of notes. */
    private static String sentence(String note) {
        return note.startsWith("note: ") ? note.substring("note: ".length()) : note;
    }

    private void write(String page) throws BadRequestException {
        Path file = target;
        if (file == null || StandardOutput.is(file)) {
            out().print(page);
            out().flush();
            return;
        }
        try {
            AtomicFile.write(file, page);
        } catch (IOException failure) {
            throw BadRequestException.unwritable(file, failure);
        }
    }
}
