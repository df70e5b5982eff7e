// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.drm.DrmClient;
import io.github.dmabuf4j.cli.drm.DrmClients;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.option.Inode;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.BufferText;
import io.github.dmabuf4j.cli.text.HolderColumns;
import io.github.dmabuf4j.cli.text.RootAdvice;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one buffer. */
@Command(
        name = "show",
        description = "Shows everything that is known about one DMA-BUF.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf show 8                          a number that 'dmabuf ls' lists",
            "  dmabuf show 8 --json",
            "  dmabuf ls -q | xargs -n1 dmabuf show   every buffer"
        })
public final class ShowCommand extends ListingCommand {
    @Parameters(
            paramLabel = "INODE",
            converter = Inode.Converter.class,
            description = "The inode that 'dmabuf ls' lists.")
    private Inode inode = new Inode(0);

    /** Also the sources that report of one buffer alone what others do not: counters of mappings, drivers of fences. */
    @Override
    MachineStats open(StatsOptions options) throws DmaBufException {
        return options.openAll();
    }

    @Override
    Set<ProcessDetail> details() {
        return EnumSet.allOf(ProcessDetail.class);
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) throws IOException {
        Map<String, Object> document = SnapshotDocument.head(snapshot);
        BufferInfo buffer = buffer(snapshot);
        document.put("buffer", SnapshotDocument.buffer(buffer));
        document.put("processes", SnapshotDocument.processes(List.of(buffer)));
        document.put("hints", hints(clients(buffer)));
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) throws IOException {
        printCsv(new Table<>(HolderColumns.ALL, buffer(snapshot).holders()));
    }

    @Override
    void printText(Snapshot snapshot) throws IOException {
        BufferInfo buffer = buffer(snapshot);
        new BufferText(sizes(), style()).lines(snapshot, buffer).forEach(out()::println);
        printHints(clients(buffer));
        out().println();
    }

    private static List<DrmClient> clients(BufferInfo buffer) {
        return DrmClients.of(Stream.of(buffer)).all();
    }

    private BufferInfo buffer(Snapshot snapshot) throws BadRequestException {
        return snapshot.buffer(inode.number())
                .orElseThrow(() -> new BadRequestException("there is no buffer " + inode
                        + " now, or no source that could be read lists it: see 'dmabuf ls'"
                        + (RootAdvice.concerns(snapshot) ? ", or 'sudo " + commandName() + " " + inode + "'" : "")));
    }
}
