// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the processes that hold buffers. */
@Command(
        name = "ps",
        description = "Lists the processes that hold DMA-BUFs: RSS counts each buffer in full, PSS divides it by its"
                + " holders.")
public final class PsCommand extends ListingCommand {
    private static final List<Column<ProcessUsage>> COLUMNS = List.of(
            Column.number("pid", usage -> usage.process().pid()),
            Column.text("command", usage -> usage.process().command()),
            Column.number("buffers", ProcessUsage::buffers),
            Column.number("fds", ProcessUsage::fds),
            Column.number("mappings", ProcessUsage::mappings),
            Column.size("mappedBytes", ProcessUsage::mappedBytes),
            Column.size("rss", ProcessUsage::rss),
            Column.size("pss", ProcessUsage::pss));

    @Override
    Object document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.head(snapshot);
        document.put("totals", SnapshotDocument.totals(snapshot.totals()));
        document.put("processes", SnapshotDocument.list(snapshot.processes(), SnapshotDocument::process));
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) {
        printCsv(new Table<>(COLUMNS, snapshot.processes()));
    }

    @Override
    void printText(Snapshot snapshot) {
        new Table<>(COLUMNS, snapshot.processes()).lines(sizes(), style()).forEach(out()::println);
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }
}
