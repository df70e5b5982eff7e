// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.Progress;
import io.github.dmabuf4j.cli.io.TerminalWidth;
import io.github.dmabuf4j.cli.option.FormatOptions;
import io.github.dmabuf4j.cli.option.OutputOptions;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that prints what snapshots contain, as text, CSV or JSON, and notes on what they lack.
 *
 * @param <T> what it prints
 */
abstract class SnapshotCommand<T> extends CommandBase {
    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @ArgGroup
    private FormatOptions format = new FormatOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--notes", description = "Print the notes on what could not be read in full, with all reasons.")
    private boolean fullNotes;

    @Override
    public Integer call() throws IOException {
        boolean bare = isBare();
        if (bare && (json() || format.csv())) {
            throw badUsage("-q prints lines of text: leave it out, or --json and --csv");
        }
        T subject = read();
        if (bare) {
            printLines(bareLines(subject));
            notes(subject).forEach(err()::println);
        } else if (json()) {
            Json.print(out(), document(subject));
        } else if (format.csv()) {
            printCsv(subject);
            // Stdout is for the program that reads the records.
            notes(subject).forEach(err()::println);
        } else {
            printText(subject);
            notes(subject).stream().map(style()::warning).forEach(out()::println);
        }
        return exitCode(subject);
    }

    /** The exit code after all is printed. */
    int exitCode(T subject) {
        return ExitCode.OK;
    }

    /** Whether the user wants no more than what names each row. */
    boolean isBare() {
        return false;
    }

    /** What names each row. */
    List<String> bareLines(T subject) throws IOException {
        return List.of();
    }

    abstract T read() throws IOException;

    /** The JSON; it contains the notes as members. */
    abstract Object document(T subject) throws IOException;

    abstract void printCsv(T subject) throws IOException;

    abstract void printText(T subject) throws IOException;

    abstract List<String> notes(T subject);

    /** The notes on a snapshot, in full where the user wants that. */
    final List<String> notesOn(Snapshot snapshot) {
        SnapshotNotes notes = new SnapshotNotes(snapshot);
        return fullNotes ? notes.sentences() : notes.brief();
    }

    /** A snapshot of now, from the sources that the user has chosen. */
    final Snapshot snapshotOfNow() throws IOException {
        return Progress.during("reading the machine", this::snapshot);
    }

    private Snapshot snapshot() throws IOException {
        try (MachineStats machine = openMachine()) {
            return machine.snapshot();
        }
    }

    /** Opens the sources that the user has chosen, with what the command prints of processes. */
    final MachineStats openMachine() throws DmaBufException {
        return open(stats).with(details());
    }

    /** What it prints of a process beside the name that the kernel has. */
    Set<ProcessDetail> details() {
        return EnumSet.of(ProcessDetail.PROGRAM);
    }

    /** Opens the sources that this command reads. */
    MachineStats open(StatsOptions options) throws DmaBufException {
        return options.open();
    }

    final void printCsv(Table<?> table) {
        table.writeCsv(out(), format.csvTexts());
    }

    final void printText(Table<?> table) {
        printLines(table.lines(sizes(), style(), TerminalWidth::forLines));
    }

    /** Where text goes that is not a part of the document or table which stdout has for a program. */
    final PrintWriter messages() {
        return format.json() || format.csv() ? err() : out();
    }

    final boolean json() {
        return format.json();
    }

    final SizeFormat sizes() {
        return output.sizes();
    }

    final TextStyle style() {
        return output.style();
    }
}
