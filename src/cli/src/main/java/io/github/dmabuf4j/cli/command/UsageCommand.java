// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.cli.text.UsageColumns;
import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/** Adds up the buffers. */
@Command(
        name = "usage",
        description = "Adds up the DMA-BUFs per exporter, per device, and in total.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf usage",
            "  dmabuf usage --csv > usage.csv",
            "  dmabuf top --view exporters            the same continuously"
        })
public final class UsageCommand extends FilteredCommand {
    /** CSV has a single table for all sums. */
    private static final List<Column<Row>> ALL = List.of(
            Column.text("kind", Row::kind),
            Column.text("name", Row::name),
            Column.number("buffers", Row::buffers),
            Column.number("attachments", Row::attachments),
            Column.number("mapCounter", Row::mapCounter),
            Column.size("size", Row::size));

    private record Row(
            String kind,
            Optional<String> name,
            int buffers,
            OptionalLong attachments,
            OptionalLong mapCounter,
            OptionalLong size) {

        static Row of(ExporterUsage usage) {
            return sum("exporter", usage.exporter(), usage.buffers(), OptionalLong.of(usage.size()));
        }

        static Row of(DeviceUsage usage) {
            return new Row(
                    "device",
                    Optional.of(usage.device()),
                    usage.buffers(),
                    OptionalLong.of(usage.attachments()),
                    usage.mapCounter(),
                    OptionalLong.of(usage.size()));
        }

        static Row total(String kind, Amount amount) {
            return sum(kind, Optional.empty(), amount.buffers(), OptionalLong.of(amount.bytes()));
        }

        static Row sum(String kind, Optional<String> name, int buffers, OptionalLong size) {
            return new Row(kind, name, buffers, OptionalLong.empty(), OptionalLong.empty(), size);
        }
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.withTotals(snapshot);
        document.put("exporters", exporters(snapshot).documents());
        document.put("devices", devices(snapshot).documents());
        return document;
    }

    private static Table<ExporterUsage> exporters(Snapshot snapshot) {
        return new Table<>(UsageColumns.EXPORTER, UsageColumns.EXPORTER_FIGURES, snapshot.exporters());
    }

    private static Table<DeviceUsage> devices(Snapshot snapshot) {
        return new Table<>(UsageColumns.DEVICE, UsageColumns.DEVICE_FIGURES, snapshot.devices());
    }

    @Override
    void printCsv(Snapshot snapshot) {
        List<Row> rows = new ArrayList<>();
        snapshot.exporters().forEach(usage -> rows.add(Row.of(usage)));
        snapshot.devices().forEach(usage -> rows.add(Row.of(usage)));
        addTotals(rows, snapshot.totals());
        printCsv(new Table<>(ALL, rows));
    }

    private static void addTotals(List<Row> rows, Totals totals) {
        rows.add(Row.total("total", totals.all()));
        totals.userSpace().ifPresent(amount -> rows.add(Row.total("user-space", amount)));
        String others = totals.kernel().isPresent() ? "kernel-only" : "no-visible-holder";
        totals.noVisibleHolder().ifPresent(amount -> rows.add(Row.total(others, amount)));
        if (totals.unknownSizes() > 0) {
            // They are in none of the sums.
            rows.add(Row.sum("unknown-size", Optional.empty(), totals.unknownSizes(), OptionalLong.empty()));
        }
    }

    @Override
    void printText(Snapshot snapshot) {
        printText(exporters(snapshot));
        out().println();
        if (!snapshot.devices().isEmpty()) {
            printText(devices(snapshot));
            out().println();
        }
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }
}
