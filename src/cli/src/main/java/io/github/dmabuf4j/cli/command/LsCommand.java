// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists all buffers. */
@Command(
        name = "ls",
        description = "Lists every DMA-BUF of the machine: inode, size, exporter, name, holders and attached devices.")
public final class LsCommand extends FilteredCommand {
    private static final List<Column<BufferInfo>> COLUMNS = List.of(
            BufferColumns.INODE,
            BufferColumns.SIZE,
            BufferColumns.EXPORTER,
            BufferColumns.NAME,
            BufferColumns.REFERENCES,
            BufferColumns.HOLDERS,
            BufferColumns.DEVICES);

    /** The keys of {@code --sort}. */
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
            description = "Sort by ${COMPLETION-CANDIDATES}; by size, the largest is first. Default: ${DEFAULT-VALUE}.")
    private Key sort = Key.INODE;

    @Option(
            names = "--kernel-only",
            description =
                    "List only buffers without a visible holder. Where all processes were visible, only the kernel"
                            + " holds these.")
    private boolean kernelOnly;

    @Override
    BufferFilter filter() {
        return kernelOnly ? super.filter().withoutVisibleHolder() : super.filter();
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.withTotals(snapshot);
        document.put("buffers", SnapshotDocument.list(rows(snapshot), SnapshotDocument::buffer));
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) {
        printCsv(new Table<>(COLUMNS, rows(snapshot)));
    }

    @Override
    void printText(Snapshot snapshot) {
        printText(new Table<>(COLUMNS, rows(snapshot)));
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }

    private List<BufferInfo> rows(Snapshot snapshot) {
        return snapshot.buffers().stream().sorted(order()).toList();
    }

    /** A snapshot is sorted by inode; the sort is stable, so that equal buffers keep that order. */
    private Comparator<BufferInfo> order() {
        return switch (sort) {
            case INODE -> (one, other) -> Long.compareUnsigned(one.inode(), other.inode());
            case SIZE -> Comparator.comparingLong(buffer -> -buffer.size().orElse(0));
            case EXPORTER -> Comparator.comparing(buffer -> buffer.exporter().orElse(""));
            case NAME -> Comparator.comparing(buffer -> buffer.name().orElse(""));
        };
    }
}
