// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.ExporterChange;
import io.github.dmabuf4j.stats.ProcessChange;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.Totals;
import java.util.ArrayList;
import java.util.List;

/** The differences between two samples as lines of text. */
public final class DiffText {
    private static final List<Column<BufferInfo>> BUFFERS = List.of(
            BufferColumns.INODE, BufferColumns.SIZE, BufferColumns.EXPORTER, BufferColumns.NAME, BufferColumns.HOLDERS);

    private static final List<Column<ExporterChange>> EXPORTERS = List.of(
            Column.text("exporter", ExporterChange::exporter),
            Column.change("buffers", exporter -> exporter.change().difference().buffers()),
            Column.change("size", exporter -> exporter.change().difference().bytes()),
            Column.size("now", exporter -> exporter.change().after().bytes()));

    private static final List<Column<ProcessChange>> PROCESSES = List.of(
            Column.number("pid", process -> process.process().pid()),
            Column.text("command", process -> process.process().title()),
            Column.change("buffers", process -> process.change().difference().buffers()),
            Column.change("rss", process -> process.change().difference().bytes()),
            Column.change("pss", ProcessChange::pss),
            Column.size("rss now", process -> process.change().after().bytes()));

    private final SnapshotDiff diff;
    private final SizeFormat sizes;
    private final TextStyle style;
    private final List<String> lines = new ArrayList<>();

    public DiffText(SnapshotDiff diff, SizeFormat sizes, TextStyle style) {
        this.diff = diff;
        this.sizes = sizes;
        this.style = style;
    }

    /** A section for each kind of difference, and the totals. */
    public List<String> lines(Totals before, Totals after) {
        section("new buffers", BUFFERS, diff.appeared());
        section("gone buffers", BUFFERS, diff.vanished());
        section("exporters", EXPORTERS, diff.exporters());
        section("processes", PROCESSES, diff.processes());
        lines.add("");
        lines.add("before: " + TotalsText.of(before, sizes));
        lines.add("after:  " + TotalsText.of(after, sizes));
        lines.add("change: " + change(before, after));
        return lines;
    }

    private <T> void section(String heading, List<Column<T>> columns, List<T> rows) {
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(heading + ": " + rows.size());
        new Table<>(columns, rows).lines(sizes, style).forEach(line -> lines.add("  " + line));
    }

    private String change(Totals before, Totals after) {
        Amount change = after.all().minus(before.all());
        String unit = sizes == SizeFormat.BYTES ? " bytes" : "";
        return (change.buffers() > 0 ? "+" : "") + change.buffers()
                + (Math.abs(change.buffers()) == 1 ? " buffer, " : " buffers, ")
                + sizes.ofChange(change.bytes()) + unit + " ("
                + diff.appeared().size() + " new, " + diff.vanished().size() + " gone)";
    }
}
