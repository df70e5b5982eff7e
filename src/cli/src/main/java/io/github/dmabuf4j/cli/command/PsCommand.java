// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.ProcessColumns;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists the processes that hold buffers. */
@Command(
        name = "ps",
        description =
                "Lists the processes that hold DMA-BUFs. RSS counts each buffer in full; PSS divides the size of each"
                        + " buffer by the number of its holders.")
public final class PsCommand extends FilteredCommand {
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
        return new Table<>(ProcessColumns.ALL, filter().processes(snapshot));
    }
}
