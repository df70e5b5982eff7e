// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.option.FormatOptions;
import io.github.dmabuf4j.cli.option.OutputOptions;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** What the commands share that list something of one snapshot: the same rows as text, JSON or CSV. */
abstract class ListingCommand extends CommandBase {
    @Mixin
    private StatsOptions stats = new StatsOptions();

    @ArgGroup
    private FormatOptions format = new FormatOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public final Integer call() throws IOException {
        Snapshot snapshot = stats.open().snapshot();
        if (format.json()) {
            Json.print(out(), document(snapshot));
        } else if (format.csv()) {
            printCsv(snapshot);
            new SnapshotNotes(snapshot).sentences().forEach(err()::println);
        } else {
            printText(snapshot);
            new SnapshotNotes(snapshot)
                    .sentences().stream().map(style()::warning).forEach(out()::println);
        }
        return ExitCode.OK;
    }

    abstract Object document(Snapshot snapshot) throws IOException;

    abstract void printCsv(Snapshot snapshot) throws IOException;

    abstract void printText(Snapshot snapshot) throws IOException;

    final <T> void printCsv(Table<T> table) {
        table.writeCsv(out(), format.csvTexts());
    }

    final SizeFormat sizes() {
        return output.sizes();
    }

    final TextStyle style() {
        return output.style();
    }
}
