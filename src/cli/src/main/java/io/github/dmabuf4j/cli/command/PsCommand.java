// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.option.ColumnOptions;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Columns;
import io.github.dmabuf4j.cli.text.ProcessColumns;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the processes that hold buffers. */
@Command(
        name = "ps",
        description = {
            "Lists the processes that hold DMA-BUFs.",
            "RSS counts each buffer in full; PSS divides the size of each buffer by the number of its holders.",
            "Columns: pid, command, buffers, fds, mappings, mappedBytes, rss, pss."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf ps",
            "  dmabuf ps -o pid,pss,command           only these columns",
            "  dmabuf ps -q                           the process numbers alone",
            "  dmabuf top                             the same continuously"
        })
public final class PsCommand extends FilteredCommand {
    static final Columns<ProcessUsage> COLUMNS = new Columns<>(ProcessColumns.ALL, List.of());

    @Mixin
    private ColumnOptions columns = new ColumnOptions();

    @Override
    boolean isBare() {
        return columns.isQuiet();
    }

    @Override
    List<String> bareLines(Snapshot snapshot) {
        return filter().processes(snapshot).stream()
                .map(usage -> Integer.toString(usage.process().pid()))
                .toList();
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.withTotals(snapshot);
        document.put("processes", table(snapshot).documents());
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) {
        printCsv(table(snapshot));
    }

    @Override
    void printText(Snapshot snapshot) {
        printText(table(snapshot));
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }

    private Table<ProcessUsage> table(Snapshot snapshot) {
        return new Table<>(columns.of(COLUMNS), filter().processes(snapshot));
    }
}
