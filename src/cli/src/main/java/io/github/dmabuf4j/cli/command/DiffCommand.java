// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.option.FormatOptions;
import io.github.dmabuf4j.cli.option.OutputOptions;
import io.github.dmabuf4j.cli.option.SampleChoice;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.recording.BrokenLines;
import io.github.dmabuf4j.cli.recording.ChosenSample;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.DiffRow;
import io.github.dmabuf4j.cli.text.DiffText;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SnapshotDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two samples. */
@Command(
        name = "diff",
        description = "Compares two samples: new and gone buffers, and what exporters and processes have more or less."
                + " Each is a file of 'dmabuf record' or 'dmabuf ls --json', or the word now. Of a recording the last"
                + " sample counts; FILE#1 is its first, FILE#2 its second, FILE#-1 its last, FILE#-2 the one before.")
public final class DiffCommand extends CommandBase {
    private static final String NOW = "now";

    @Mixin
    private StatsOptions stats = new StatsOptions();

    @ArgGroup
    private FormatOptions format = new FormatOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            paramLabel = "EARLIER",
            converter = SampleChoice.Converter.class,
            description = "FILE, FILE#N or now.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SampleChoice earlier;

    @Parameters(
            index = "1",
            paramLabel = "LATER",
            converter = SampleChoice.Converter.class,
            description = "FILE, FILE#N or now.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SampleChoice later;

    @Override
    public Integer call() throws IOException {
        print(sample(earlier), sample(later));
        return ExitCode.OK;
    }

    private ChosenSample sample(SampleChoice choice) throws IOException {
        return choice.text().equals(NOW)
                ? new ChosenSample(NOW, new Sample(NOW, stats.open().snapshot()), 0)
                : choice.read();
    }

    private void print(ChosenSample before, ChosenSample after) throws IOException {
        SnapshotDiff diff = after.snapshot().since(before.snapshot());
        List<String> notes = notes(diff, before, after);
        if (format.json()) {
            Json.print(out(), document(diff, before, after));
        } else if (format.csv()) {
            new Table<>(DiffRow.COLUMNS, DiffRow.of(diff, before.snapshot(), after.snapshot()))
                    .writeCsv(out(), format.csvTexts());
            notes.forEach(err()::println);
        } else {
            out().println("from  " + before.title());
            out().println("to    " + after.title());
            new DiffText(diff, output.sizes(), output.style())
                    .lines(before.snapshot().totals(), after.snapshot().totals())
                    .forEach(out()::println);
            notes.stream().map(output.style()::warning).forEach(out()::println);
        }
    }

    private static Map<String, Object> document(SnapshotDiff diff, ChosenSample before, ChosenSample after) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("earlier", before.document());
        document.put("later", after.document());
        document.putAll(SnapshotDocument.diff(diff));
        return document;
    }

    private static List<String> notes(SnapshotDiff diff, ChosenSample before, ChosenSample after) {
        List<String> notes = new ArrayList<>();
        if (!diff.sameBoot()) {
            notes.add("note: the samples are of different boots: all buffers and processes of the first count as gone,"
                    + " all of the second as new");
        } else if (after.snapshot().time().isBefore(before.snapshot().time())) {
            notes.add("note: the second sample is older than the first");
        }
        addNotes(notes, before);
        addNotes(notes, after);
        return notes;
    }

    private static void addNotes(List<String> notes, ChosenSample one) {
        if (one.brokenLines() > 0) {
            notes.add(new BrokenLines(one.brokenLines()).note(one.origin()));
        }
        String origin = TerminalEscape.of(one.origin()) + ": ";
        new SnapshotNotes(one.snapshot()).sentences().forEach(sentence -> notes.add(origin + sentence));
    }
}
