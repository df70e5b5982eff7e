// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.ProcessUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Buffers by processes, as {@code ls --matrix} prints them: how many descriptors and mappings of each buffer each process has, and in text
 * the RSS and the PSS of each process below its column. Text has the processes with the largest RSS, and one column for all others;
 * CSV has all.
 */
public final class BufferMatrix {
    /** So many processes fit on a screen. */
    private static final int SHOWN = 8;

    private final List<BufferInfo> buffers;
    private final List<ProcessUsage> usages;
    private final List<HoldingProcess> processes;

    /**
     * A buffer, or a sum.
     *
     * @param label the inode, or the name of the sum
     * @param isOfSizes whether the cells are bytes
     * @param cells the values of the processes, by pid
     */
    private record Row(
            String label,
            OptionalLong size,
            Optional<String> name,
            OptionalLong references,
            boolean isOfSizes,
            Map<Integer, Long> cells) {

        static Row of(BufferInfo buffer) {
            Map<Integer, Long> counts = new HashMap<>();
            buffer.holders().forEach(holder -> counts.merge(holder.process().pid(), count(holder), Long::sum));
            String inode = Long.toUnsignedString(buffer.inode());
            return new Row(inode, buffer.size(), buffer.name(), buffer.references(), false, counts);
        }

        private static long count(Holder holder) {
            return (long) holder.fds().size() + holder.mappings().size();
        }

        static Row sum(String label, List<ProcessUsage> processes, ToLongFunction<ProcessUsage> share) {
            Map<Integer, Long> sums = new HashMap<>();
            processes.forEach(usage -> sums.put(usage.process().pid(), share.applyAsLong(usage)));
            return new Row(label, OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), true, sums);
        }

        /** What some processes have together; empty where they have nothing. */
        Optional<Object> of(Collection<HoldingProcess> some) {
            return some.stream()
                    .map(HoldingProcess::pid)
                    .filter(cells::containsKey)
                    .map(cells::get)
                    .reduce(Long::sum)
                    .map(value -> isOfSizes ? value : (Object) Math.toIntExact(value));
        }
    }

    /**
     * Lists buffers by the processes that hold them.
     *
     * @param processes those with the largest RSS first
     */
    public BufferMatrix(List<BufferInfo> buffers, List<ProcessUsage> processes) {
        this.buffers = buffers;
        this.usages = processes;
        this.processes = processes.stream().map(ProcessUsage::process).toList();
    }

    private static List<Column<Row>> columns() {
        return new ArrayList<>(List.of(
                Column.number("inode", Row::label),
                Column.size("size", Row::size),
                Column.text("name", Row::name),
                Column.number("references", Row::references)));
    }

    /** The key of CSV begins with a digit, so that no spreadsheet takes it for a formula. */
    private static Column<Row> column(HoldingProcess process) {
        String name = TerminalEscape.of(process.title());
        List<HoldingProcess> one = List.of(process);
        return Column.<Row>size(process.pid() + " " + name, row -> row.of(one))
                .headed(name + "(" + process.pid() + ")");
    }

    /** With a column for each process, and without sums. */
    public Table<?> csv() {
        List<Column<Row>> columns = columns();
        processes.forEach(process -> columns.add(column(process)));
        return new Table<>(columns, buffers.stream().map(Row::of).toList());
    }

    public Table<?> text() {
        List<Column<Row>> columns = columns();
        processes.stream().limit(SHOWN).forEach(process -> columns.add(column(process)));
        if (others() > 0) {
            List<HoldingProcess> rest = processes.subList(SHOWN, processes.size());
            columns.add(Column.size("others", row -> row.of(rest)));
        }
        List<Row> rows = new ArrayList<>(buffers.stream().map(Row::of).toList());
        rows.add(Row.sum("RSS", usages, ProcessUsage::rss));
        rows.add(Row.sum("PSS", usages, ProcessUsage::pss));
        return new Table<>(columns, rows);
    }

    /** How many processes have no column in text. */
    public int others() {
        return Math.max(0, processes.size() - SHOWN);
    }
}
