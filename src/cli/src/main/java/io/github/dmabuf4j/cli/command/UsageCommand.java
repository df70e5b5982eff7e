// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.cli.text.UsageColumns;
import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ControlGroupUsage;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.ProcessDetail;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.Totals;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds up the buffers. */
@Command(
        name = "usage",
        description = "Adds up the DMA-BUFs per exporter, per device or per control group, and in total.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf usage",
            "  dmabuf usage --by cgroup               by container and unit of systemd",
            "  dmabuf usage --csv > usage.csv",
            "  dmabuf top --view exporters            the same continuously"
        })
public final class UsageCommand extends FilteredCommand {
    /** CSV has a single table for all sums. The size of a control group is its RSS. */
    private static final List<Column<Row>> ALL = List.of(
            Column.text("kind", Row::kind),
            Column.text("name", Row::name),
            Column.number("buffers", Row::buffers),
            Column.number("attachments", Row::attachments),
            Column.number("mapCounter", Row::mapCounter),
            Column.size("size", Row::size),
            Column.number("processes", row -> row.group().map(ControlGroupUsage::processes)),
            Column.size("pss", row -> row.group().map(ControlGroupUsage::pss)),
            Column.text(
                    "cgroupPath",
                    row -> row.group().flatMap(ControlGroupUsage::group).map(ControlGroup::path)));

    /** What {@code --by} can add up by. */
    enum Kind {
        EXPORTER,
        DEVICE,
        CGROUP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Row(
            String kind,
            Optional<String> name,
            int buffers,
            OptionalLong attachments,
            OptionalLong mapCounter,
            OptionalLong size,
            Optional<ControlGroupUsage> group) {

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
                    OptionalLong.of(usage.size()),
                    Optional.empty());
        }

        static Row of(ControlGroupUsage usage) {
            return new Row(
                    "cgroup",
                    usage.group().map(ControlGroup::name),
                    usage.buffers(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.of(usage.rss()),
                    Optional.of(usage));
        }

        static Row total(String kind, Amount amount) {
            return sum(kind, Optional.empty(), amount.buffers(), OptionalLong.of(amount.bytes()));
        }

        static Row sum(String kind, Optional<String> name, int buffers, OptionalLong size) {
            return new Row(kind, name, buffers, OptionalLong.empty(), OptionalLong.empty(), size, Optional.empty());
        }
    }

    @Option(
            names = "--by",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Add up by ${COMPLETION-CANDIDATES}; separate several with commas. A control group is that of a"
                            + " container or of a unit of systemd; its buffers are those that its processes hold, with RSS and"
                            + " PSS as in ps. Default: exporter,device.")
    private List<Kind> kinds = new ArrayList<>();

    private boolean by(Kind kind) {
        return kinds.isEmpty() ? kind != Kind.CGROUP : kinds.contains(kind);
    }

    @Override
    Set<ProcessDetail> details() {
        return by(Kind.CGROUP) ? EnumSet.of(ProcessDetail.CONTROL_GROUP) : EnumSet.noneOf(ProcessDetail.class);
    }

    @Override
    Map<String, Object> document(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.withTotals(snapshot);
        if (by(Kind.EXPORTER)) {
            document.put("exporters", exporters(snapshot).documents());
        }
        if (by(Kind.DEVICE)) {
            document.put("devices", devices(snapshot).documents());
        }
        if (by(Kind.CGROUP)) {
            List<Column<ControlGroupUsage>> columns = new ArrayList<>(UsageColumns.CGROUP_FIGURES);
            columns.add(UsageColumns.CGROUP_PATH);
            document.put("cgroups", new Table<>(UsageColumns.CGROUP, columns, groups(snapshot)).documents());
        }
        return document;
    }

    private static Table<ExporterUsage> exporters(Snapshot snapshot) {
        return new Table<>(UsageColumns.EXPORTER, UsageColumns.EXPORTER_FIGURES, snapshot.exporters());
    }

    private static Table<DeviceUsage> devices(Snapshot snapshot) {
        return new Table<>(UsageColumns.DEVICE, UsageColumns.DEVICE_FIGURES, snapshot.devices());
    }

    private List<ControlGroupUsage> groups(Snapshot snapshot) {
        requireHolders(snapshot, "--by cgroup needs");
        return snapshot.controlGroups();
    }

    @Override
    void printCsv(Snapshot snapshot) {
        List<Row> rows = new ArrayList<>();
        if (by(Kind.EXPORTER)) {
            snapshot.exporters().forEach(usage -> rows.add(Row.of(usage)));
        }
        if (by(Kind.DEVICE)) {
            snapshot.devices().forEach(usage -> rows.add(Row.of(usage)));
        }
        if (by(Kind.CGROUP)) {
            groups(snapshot).forEach(usage -> rows.add(Row.of(usage)));
        }
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
        if (by(Kind.EXPORTER)) {
            printSection(exporters(snapshot));
        }
        if (by(Kind.DEVICE) && !snapshot.devices().isEmpty()) {
            printSection(devices(snapshot));
        }
        if (by(Kind.CGROUP)) {
            printSection(new Table<>(UsageColumns.CGROUP, UsageColumns.CGROUP_FIGURES, groups(snapshot)));
        }
        out().println(TotalsText.of(snapshot.totals(), sizes()));
    }

    private void printSection(Table<?> table) {
        printText(table);
        out().println();
    }
}
