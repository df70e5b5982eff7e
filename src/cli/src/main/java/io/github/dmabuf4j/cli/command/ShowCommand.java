// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.option.Inode;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one buffer. */
@Command(name = "show", description = "Shows everything that is known about one DMA-BUF.")
public final class ShowCommand extends ListingCommand {
    private static final List<Column<Holder>> HOLDERS = List.of(
            Column.number("pid", holder -> holder.process().pid()),
            Column.text("command", holder -> holder.process().command()),
            Column.text("fds", ShowCommand::fds),
            Column.number("mappings", holder -> holder.mappings().size()),
            Column.size("mappedBytes", Holder::mappedBytes));

    private static final List<Column<Attachment>> ATTACHMENTS =
            List.of(BufferColumns.ATTACHMENT_UID, BufferColumns.ATTACHED_DEVICE, BufferColumns.MAP_COUNTER);

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
    Map<String, Object> document(Snapshot snapshot) throws IOException {
        Map<String, Object> document = SnapshotDocument.head(snapshot);
        document.put("buffer", SnapshotDocument.buffer(buffer(snapshot)));
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) throws IOException {
        printCsv(new Table<>(HOLDERS, buffer(snapshot).holders()));
    }

    @Override
    void printText(Snapshot snapshot) throws IOException {
        BufferInfo buffer = buffer(snapshot);
        BufferColumns.OWN.forEach(column -> printFact(column.key(), column.text(buffer, sizes())));
        printFact("held by", heldBy(snapshot, buffer));
        printSection(HOLDERS, buffer.holders());
        printSection(ATTACHMENTS, buffer.attachments());
        printSection(BufferColumns.FENCES, buffer.fences());
        out().println();
    }

    private void printFact(String name, String value) {
        out().println("%-11s %s".formatted(name, value));
    }

    private <T> void printSection(List<Column<T>> columns, List<T> rows) {
        if (!rows.isEmpty()) {
            out().println();
            printText(new Table<>(columns, rows));
        }
    }

    private static String heldBy(Snapshot snapshot, BufferInfo buffer) {
        if (!snapshot.provides(StatsCapability.HOLDERS)) {
            return "-";
        }
        if (buffer.heldByUserSpace()) {
            return "user space";
        }
        return snapshot.provides(StatsCapability.ALL_HOLDERS) ? "the kernel alone" : "no visible holder";
    }

    private BufferInfo buffer(Snapshot snapshot) throws BadRequestException {
        return snapshot.buffer(inode.number())
                .orElseThrow(() -> new BadRequestException("there is no buffer " + inode
                        + " now, or no source that could be read lists it: see 'dmabuf ls'"));
    }

    private static String fds(Holder holder) {
        return holder.fds().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
