// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.ExporterChange;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.ProcessChange;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A difference as a row of the CSV table. Numbers and sizes are changes: negative where there is less.
 *
 * @param change the kind of difference: appeared, vanished, exporter, process or total
 * @param inode the inode of a buffer
 * @param buffers how many buffers more
 * @param size how many bytes more; of a process, its RSS
 */
public record DiffRow(
        String change,
        Optional<String> inode,
        Optional<String> exporter,
        Optional<String> name,
        Optional<HoldingProcess> process,
        int buffers,
        OptionalLong size,
        OptionalLong pss) {

    public static final List<Column<DiffRow>> COLUMNS = List.of(
            Column.text("change", DiffRow::change),
            Column.number("inode", DiffRow::inode),
            Column.text("exporter", DiffRow::exporter),
            Column.text("name", DiffRow::name),
            Column.number("pid", row -> row.process().map(HoldingProcess::pid)),
            Column.text("command", row -> row.process().map(HoldingProcess::title)),
            Column.change("buffers", DiffRow::buffers),
            Column.change("size", DiffRow::size),
            Column.change("pss", DiffRow::pss));

    public static List<DiffRow> of(SnapshotDiff diff, Snapshot earlier, Snapshot later) {
        List<DiffRow> rows = new ArrayList<>();
        diff.appeared().forEach(buffer -> rows.add(buffer("appeared", buffer, 1)));
        diff.vanished().forEach(buffer -> rows.add(buffer("vanished", buffer, -1)));
        diff.exporters().forEach(exporter -> rows.add(exporter(exporter)));
        diff.processes().forEach(process -> rows.add(process(process)));
        rows.add(total(earlier.totals(), later.totals()));
        return rows;
    }

    private static DiffRow buffer(String change, BufferInfo buffer, int sign) {
        OptionalLong size = buffer.size();
        return new DiffRow(
                change,
                Optional.of(Long.toUnsignedString(buffer.inode())),
                buffer.exporter(),
                buffer.name(),
                Optional.empty(),
                sign,
                size.isPresent() ? OptionalLong.of(sign * size.getAsLong()) : size,
                OptionalLong.empty());
    }

    private static DiffRow exporter(ExporterChange exporter) {
        return sum("exporter", exporter.exporter(), exporter.change().difference());
    }

    private static DiffRow process(ProcessChange process) {
        return new DiffRow(
                "process",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(process.process()),
                process.change().difference().buffers(),
                OptionalLong.of(process.change().difference().bytes()),
                OptionalLong.of(process.pss()));
    }

    private static DiffRow total(Totals earlier, Totals later) {
        return sum("total", Optional.empty(), later.all().minus(earlier.all()));
    }

    private static DiffRow sum(String change, Optional<String> exporter, Amount difference) {
        return new DiffRow(
                change,
                Optional.empty(),
                exporter,
                Optional.empty(),
                Optional.empty(),
                difference.buffers(),
                OptionalLong.of(difference.bytes()),
                OptionalLong.empty());
    }
}
