// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.option.SampleChoice;
import io.github.dmabuf4j.cli.recording.BrokenLines;
import io.github.dmabuf4j.cli.recording.ChosenSample;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.DiffRow;
import io.github.dmabuf4j.cli.text.DiffText;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SnapshotDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two samples. */
@Command(
        name = "diff",
        description = {
            "Compares two samples.",
            "It prints new and gone buffers, and what exporters and processes have more or less. A sample is given as a"
                    + " file that 'dmabuf record' or 'dmabuf ls --json' has written, or as the word now. FILE is the last"
                    + " sample of a recording, FILE#1 the first, FILE#2 the second, FILE#-1 the last, FILE#-2 the one"
                    + " before the last."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf diff rec.jsonl now              since the last sample",
            "  dmabuf diff rec.jsonl#1 rec.jsonl      from the first sample to the last",
            "  dmabuf ls --json > before.json; dmabuf diff before.json now"
        })
public final class DiffCommand extends SnapshotCommand<DiffCommand.Comparison> {
    private static final String NOW = "now";

    /** Two samples and how they differ. */
    record Comparison(ChosenSample before, ChosenSample after, SnapshotDiff diff) {
        static Comparison of(ChosenSample before, ChosenSample after) {
            return new Comparison(before, after, after.snapshot().since(before.snapshot()));
        }
    }

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
    Comparison read() throws IOException {
        return Comparison.of(sample(earlier), sample(later));
    }

    private ChosenSample sample(SampleChoice choice) throws IOException {
        return choice.text().equals(NOW) ? new ChosenSample(NOW, new Sample(NOW, snapshotOfNow()), 0) : choice.read();
    }

    @Override
    Object document(Comparison samples) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("earlier", samples.before().document());
        document.put("later", samples.after().document());
        document.putAll(SnapshotDocument.diff(samples.diff()));
        return document;
    }

    @Override
    void printCsv(Comparison samples) {
        List<DiffRow> rows = DiffRow.of(
                samples.diff(), samples.before().snapshot(), samples.after().snapshot());
        printCsv(new Table<>(DiffRow.COLUMNS, rows));
    }

    @Override
    void printText(Comparison samples) {
        out().println("from  " + samples.before().title());
        out().println("to    " + samples.after().title());
        new DiffText(samples.diff(), sizes(), style())
                .lines(
                        samples.before().snapshot().totals(),
                        samples.after().snapshot().totals())
                .forEach(out()::println);
    }

    @Override
    List<String> notes(Comparison samples) {
        List<String> notes = new ArrayList<>();
        if (!samples.diff().sameBoot()) {
            notes.add("note: the samples are of different boots: all buffers and processes of the first count as gone,"
                    + " all of the second as new");
        } else if (samples.after()
                .snapshot()
                .time()
                .isBefore(samples.before().snapshot().time())) {
            notes.add("note: the second sample is older than the first");
        }
        addNotes(notes, samples.before());
        addNotes(notes, samples.after());
        return notes;
    }

    private void addNotes(List<String> notes, ChosenSample sample) {
        if (sample.brokenLines() > 0) {
            notes.add(new BrokenLines(sample.brokenLines()).note(sample.origin()));
        }
        String origin = TerminalEscape.of(sample.origin()) + ": ";
        notesOn(sample.snapshot()).forEach(sentence -> notes.add(origin + sentence));
    }
}
