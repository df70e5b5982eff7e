// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.HoldersText;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists all buffers. */
@Command(
        name = "ls",
        description = "Lists every DMA-BUF of the machine: inode, size, exporter, name, who holds it, and which devices"
                + " are attached.")
public final class LsCommand extends ListingCommand {
    private static final List<Column<BufferInfo>> COLUMNS = List.of(
            Column.number("inode", buffer -> Long.toUnsignedString(buffer.inode())),
            Column.size("size", BufferInfo::size),
            Column.text("exporter", BufferInfo::exporter),
            Column.text("name", BufferInfo::name),
            Column.number("references", BufferInfo::references),
            Column.text("holders", HoldersText::of),
            Column.text("devices", LsCommand::devices));

    /** What to sort by. */
    enum Key {
        INODE,
        SIZE,
        EXPORTER,
        NAME
    }

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            defaultValue = "inode",
            description = "Sort the rows: ${COMPLETION-CANDIDATES}, the largest size first. Default: ${DEFAULT-VALUE}.")
    private Key sort = Key.INODE;

    @Option(
            names = "--kernel-only",
            description = "Only buffers without a visible holder: where all processes were seen, the kernel alone holds"
                    + " them.")
    private boolean kernelOnly;

    @Override
    Object document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.head(snapshot);
        document.put("totals", SnapshotDocument.totals(snapshot.totals()));
        document.put("buffers", SnapshotDocument.list(rows(snapshot), SnapshotDocument::buffer));
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) {
        printCsv(new Table<>(COLUMNS, rows(snapshot)));
    }

    @Override
    void printText(Snapshot snapshot) {
        new Table<>(COLUMNS, rows(snapshot)).lines(sizes(), style()).forEach(out()::println);
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }

    private List<BufferInfo> rows(Snapshot snapshot) {
        if (kernelOnly && !snapshot.provides(StatsCapability.HOLDERS)) {
            throw badUsage("--kernel-only needs to know the processes: let --source have procfs");
        }
        return snapshot.buffers().stream()
                .filter(buffer -> !kernelOnly || !buffer.heldByUserSpace())
                .sorted(order())
                .toList();
    }

    /** Snapshots are sorted by inode, which stays so among equals. */
    private Comparator<BufferInfo> order() {
        return switch (sort) {
            case INODE -> (one, other) -> Long.compareUnsigned(one.inode(), other.inode());
            case SIZE -> Comparator.comparingLong(buffer -> -buffer.size().orElse(0));
            case EXPORTER -> Comparator.comparing(buffer -> buffer.exporter().orElse(""));
            case NAME -> Comparator.comparing(buffer -> buffer.name().orElse(""));
        };
    }

    private static String devices(BufferInfo buffer) {
        return buffer.attachments().stream().map(Attachment::device).distinct().collect(Collectors.joining(" "));
    }
}
