// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.BufferMatrix;
import io.github.dmabuf4j.cli.text.Columns;
import io.github.dmabuf4j.cli.text.HolderRow;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists all buffers. */
@Command(
        name = "ls",
        description = {
            "Lists every DMA-BUF of the machine.",
            "Columns: inode, size, exporter, name, references, holders, devices; with -o also attachments, pss, users."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf ls --sort size                  the largest first",
            "  dmabuf ls --kernel-only                what no process holds any more",
            "  dmabuf ls -o inode,size,name           only these columns",
            "  dmabuf ls -q | xargs -n1 dmabuf show   everything about each buffer",
            "  dmabuf top --view buffers              the same continuously"
        })
public final class LsCommand extends ColumnsCommand {
    static final Columns<BufferInfo> COLUMNS = new Columns<>(
            BufferColumns.LISTED, List.of(BufferColumns.ATTACHMENTS, BufferColumns.PSS, BufferColumns.USERS));

    /** The keys of {@code --sort}. */
    enum Key {
        INODE,
        SIZE,
        EXPORTER,
        NAME;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
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
    List<String> bareLines(Snapshot snapshot) {
        return rows(snapshot).stream()
                .map(buffer -> Long.toUnsignedString(buffer.inode()))
                .toList();
    }

    /** What a row is. */
    private static final class Rows {
        @Option(
                names = "--holders",
                description =
                        "List a row for each holder of each buffer, with its user, descriptors and mappings, and its"
                                + " share of the buffer (PSS).")
        private boolean holders;

        @Option(
                names = "--matrix",
                description =
                        "List buffers by processes: how many descriptors and mappings each process has of each buffer."
                                + " Text shows the processes with the most memory, CSV has all.")
        private boolean matrix;
    }

    @ArgGroup
    private Rows each = new Rows();

    /** JSON has all that is known. */
    @Override
    Set<ProcessDetail> details() {
        boolean all = json() || each.holders || columns().hasChosen(BufferColumns.USERS.key());
        return all ? EnumSet.allOf(ProcessDetail.class) : super.details();
    }

    @Override
    BufferFilter filter() {
        return kernelOnly ? super.filter().withoutVisibleHolder() : super.filter();
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.withTotals(snapshot);
        List<BufferInfo> rows = rows(snapshot);
        document.put("buffers", SnapshotDocument.list(rows, this::document));
        document.put("processes", SnapshotDocument.processes(rows));
        return document;
    }

    private Map<String, Object> document(BufferInfo buffer) {
        return columns().document(COLUMNS, buffer, SnapshotDocument.buffer(buffer));
    }

    @Override
    void printCsv(Snapshot snapshot) {
        List<BufferInfo> rows = rows(snapshot);
        printCsv(each.matrix ? new BufferMatrix(rows, snapshot.processes()).csv() : table(rows));
    }

    private Table<?> table(List<BufferInfo> rows) {
        return each.holders ? HolderRow.table(rows) : new Table<>(columns().of(COLUMNS), rows);
    }

    @Override
    void printText(Snapshot snapshot) {
        List<BufferInfo> rows = rows(snapshot);
        if (each.matrix) {
            print(new BufferMatrix(rows, snapshot.processes()));
        } else {
            printText(table(rows));
        }
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }

    private void print(BufferMatrix matrix) {
        printText(matrix.text());
        if (matrix.others() > 0) {
            out().println("OTHERS: " + matrix.others() + " more processes; --csv has a column for each");
        }
    }

    private List<BufferInfo> rows(Snapshot snapshot) {
        boolean isOther = each.holders || each.matrix;
        if (isOther && columns().hasChosen()) {
            throw badUsage("-o chooses columns of the plain list: leave it out, or --holders and --matrix");
        }
        if (isOther) {
            requireHolders(snapshot, "--holders and --matrix need");
        }
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
