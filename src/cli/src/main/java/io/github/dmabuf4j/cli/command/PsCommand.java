// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Columns;
import io.github.dmabuf4j.cli.text.FactText;
import io.github.dmabuf4j.cli.text.ProcessColumns;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the processes that hold buffers, or the buffers of one process. */
@Command(
        name = "ps",
        description = {
            "Lists the processes that hold DMA-BUFs, or the buffers of one process.",
            "RSS counts each buffer in full; PSS divides the size of each buffer by the number of its holders.",
            "Columns: pid, command, buffers, fds, mappings, mappedBytes, rss, pss, user, cgroup; with -o also cgroupPath,"
                    + " which --csv and --json always have."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf ps",
            "  dmabuf ps 57                           the buffers of one process",
            "  dmabuf ps -o pid,pss,command           only these columns",
            "  dmabuf ps -q                           the process numbers alone",
            "  dmabuf top                             the same continuously"
        })
public final class PsCommand extends ColumnsCommand {
    static final Columns<ProcessUsage> COLUMNS =
            new Columns<>(ProcessColumns.SHOWN, List.of(ProcessColumns.CGROUP_PATH));

    private static final Columns<ProcessUsage> FOR_PROGRAMS = new Columns<>(ProcessColumns.ALL, List.of());

    @Parameters(arity = "0..1", paramLabel = "PID", description = "List the buffers of this process.")
    private @Nullable Integer pid;

    @Override
    List<String> bareLines(Snapshot snapshot) throws IOException {
        if (pid != null) {
            return OneProcess.of(snapshot, pid).inodes();
        }
        return filter().processes(snapshot).stream()
                .map(usage -> Integer.toString(usage.process().pid()))
                .toList();
    }

    @Override
    Set<ProcessDetail> details() {
        return EnumSet.allOf(ProcessDetail.class);
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) throws IOException {
        if (pid != null) {
            Map<String, Object> document = SnapshotDocument.head(snapshot);
            OneProcess process = OneProcess.of(snapshot, pid);
            document.put("process", process.document());
            document.put("hints", hints(process.clients()));
            return document;
        }
        Map<String, Object> document = SnapshotDocument.withTotals(snapshot);
        document.put("processes", table(FOR_PROGRAMS, snapshot).documents());
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) throws IOException {
        printCsv(
                pid == null
                        ? table(FOR_PROGRAMS, snapshot)
                        : OneProcess.of(snapshot, pid).buffers(columns().of(OneProcess.COLUMNS)));
    }

    @Override
    void printText(Snapshot snapshot) throws IOException {
        if (pid != null) {
            print(OneProcess.of(snapshot, pid));
            return;
        }
        printText(table(COLUMNS, snapshot));
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }

    private void print(OneProcess process) {
        FactText.lines(ProcessColumns.ALL, process.held().usage(), sizes()).forEach(out()::println);
        out().println();
        printText(process.buffers(columns().of(OneProcess.COLUMNS)));
        printHints(process.clients());
        out().println();
    }

    private Table<ProcessUsage> table(Columns<ProcessUsage> known, Snapshot snapshot) {
        return new Table<>(columns().of(known), filter().processes(snapshot));
    }
}
