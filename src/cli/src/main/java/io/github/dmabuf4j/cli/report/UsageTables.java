// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ControlGroupUsage;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What exporters, processes and devices have in the last sample, and how much more that is than in the first. */
final class UsageTables {
    private static final int MOST = 40;

    private final Snapshot first;
    private final Snapshot last;
    private final boolean grows;

    /** Growth is shown where there are two samples. */
    UsageTables(Timeline timeline) {
        this.first = timeline.first();
        this.last = timeline.last();
        this.grows = timeline.hasGrowth();
    }

    List<HtmlTable> tables() {
        return List.of(exporters(), processes(), controlGroups(), devices());
    }

    private HtmlTable exporters() {
        HtmlTable table = new HtmlTable("exporters", "Exporters", "")
                .text("exporter")
                .number("buffers")
                .number("size");
        List<Pair<ExporterUsage>> pairs =
                pairs(first.exporters(), last.exporters(), ExporterUsage::exporter, ExporterUsage::size);
        fill(
                table,
                pairs,
                new Growth<>("growth", ExporterUsage::buffers, ExporterUsage::size),
                pair -> Stream.of(
                        TableCell.text(
                                PageText.safe(PageText.exporter(pair.any().exporter()))),
                        TableCell.number(pair.after(ExporterUsage::buffers)),
                        share(pair.after(ExporterUsage::size))));
        return table.ifEmpty("There are no buffers.");
    }

    private HtmlTable processes() {
        HtmlTable table = new HtmlTable(
                        "processes",
                        "Processes",
                        "RSS counts each buffer in full; PSS divides the size of each buffer by the number of its"
                                + " holders.")
                .text("process")
                .number("pid")
                .number("buffers")
                .number("fds")
                .number("mappings")
                .number("RSS")
                .number("PSS");
        List<Pair<ProcessUsage>> pairs = pairs(
                first.processes(), last.processes(), usage -> usage.process().id(), ProcessUsage::rss);
        fill(
                table,
                pairs,
                new Growth<>("RSS growth", ProcessUsage::buffers, ProcessUsage::rss),
                pair -> Stream.of(
                        TableCell.text(PageText.safe(pair.any().process().title())
                                + (pair.after().isEmpty() ? " (no longer holds any)" : "")),
                        TableCell.number(pair.any().process().pid()),
                        TableCell.number(pair.after(ProcessUsage::buffers)),
                        TableCell.number(pair.after(ProcessUsage::fds)),
                        TableCell.number(pair.after(ProcessUsage::mappings)),
                        share(pair.after(ProcessUsage::rss)),
                        TableCell.number(PageText.size(pair.after(ProcessUsage::pss)))));
        return table.ifEmpty(
                last.provides(StatsCapability.HOLDERS)
                        ? "No process was seen to hold a buffer."
                        : "No source reported which process holds which buffer.");
    }

    private HtmlTable controlGroups() {
        HtmlTable table = new HtmlTable(
                        "cgroups",
                        "Control groups",
                        "The containers, and the services and scopes of systemd, of the processes. RSS counts each buffer"
                                + " of a group once and in full; PSS divides it by the number of its holders.")
                .text("control group")
                .number("processes")
                .number("buffers")
                .number("RSS")
                .number("PSS");
        List<Pair<ControlGroupUsage>> pairs =
                pairs(knownGroups(first), knownGroups(last), ControlGroupUsage::group, ControlGroupUsage::rss);
        fill(
                table,
                pairs,
                new Growth<>("RSS growth", ControlGroupUsage::buffers, ControlGroupUsage::rss),
                pair -> Stream.of(
                        TableCell.text(PageText.orUnknown(pair.any().group().map(ControlGroup::name))),
                        TableCell.number(pair.after(ControlGroupUsage::processes)),
                        TableCell.number(pair.after(ControlGroupUsage::buffers)),
                        share(pair.after(ControlGroupUsage::rss)),
                        TableCell.number(PageText.size(pair.after(ControlGroupUsage::pss)))));
        return table.ifEmpty("No sample has the control group of a process that holds a buffer.");
    }

    /** None where not one group is known, as in recordings of earlier versions. */
    private static List<ControlGroupUsage> knownGroups(Snapshot snapshot) {
        List<ControlGroupUsage> groups = snapshot.controlGroups();
        return groups.stream().anyMatch(usage -> usage.group().isPresent()) ? groups : List.of();
    }

    private HtmlTable devices() {
        HtmlTable table = new HtmlTable("devices", "Devices", "")
                .text("device")
                .number("buffers")
                .number("attachments")
                .number("mappings")
                .number("size");
        List<Pair<DeviceUsage>> pairs = pairs(first.devices(), last.devices(), DeviceUsage::device, DeviceUsage::size);
        fill(
                table,
                pairs,
                new Growth<>("growth", DeviceUsage::buffers, DeviceUsage::size),
                pair -> Stream.of(
                        TableCell.text(PageText.safe(pair.any().device())),
                        TableCell.number(pair.after(DeviceUsage::buffers)),
                        TableCell.number(pair.after(DeviceUsage::attachments)),
                        TableCell.number(PageText.orUnknown(
                                pair.after().map(DeviceUsage::mapCounter).orElse(OptionalLong.empty()))),
                        share(pair.after(DeviceUsage::size))));
        return table.ifEmpty(
                last.provides(StatsCapability.DEVICES)
                        ? "No device is attached to a buffer."
                        : "No source reported which devices are attached.");
    }

    private TableCell share(long size) {
        return TableCell.share(PageText.size(size), size, last.totals().all().bytes());
    }

    /**
     * The columns that show growth.
     *
     * @param header the heading of the growth in bytes
     */
    private record Growth<T>(String header, Function<T, Integer> buffers, Function<T, Long> size) {
        Stream<TableCell> cells(Pair<T> pair) {
            long more = pair.growth(buffers);
            long bytes = pair.growth(size);
            return Stream.of(
                    TableCell.change(PageText.numberChange(more), more),
                    TableCell.change(PageText.sizeChange(bytes), bytes));
        }
    }

    /** Adds a row for each of the first pairs; growth comes last in a row. */
    private <T> void fill(
            HtmlTable table, List<Pair<T>> pairs, Growth<T> growth, Function<Pair<T>, Stream<TableCell>> cells) {
        if (grows) {
            table.number("more buffers").number(growth.header());
        }
        pairs.stream()
                .limit(MOST)
                .map(pair -> Stream.concat(cells.apply(pair), grows ? growth.cells(pair) : Stream.empty()))
                .forEach(row -> table.row(row.toArray(TableCell[]::new)));
        if (pairs.size() > MOST) {
            table.more("And " + (pairs.size() - MOST) + " smaller ones.");
        }
    }

    /** An exporter, process or device in the first and in the last sample, or in one of them. */
    private record Pair<T>(Optional<T> before, Optional<T> after) {
        T any() {
            return after.or(() -> before).orElseThrow();
        }

        long after(Function<T, ? extends Number> value) {
            return after.map(value).map(Number::longValue).orElse(0L);
        }

        long growth(Function<T, ? extends Number> value) {
            return after(value) - before.map(value).map(Number::longValue).orElse(0L);
        }
    }

    /** The largest are first, those that are gone last. */
    private static <T> List<Pair<T>> pairs(
            List<T> before, List<T> after, Function<T, Object> key, Function<T, Long> size) {
        Map<Object, T> earlier = before.stream().collect(Collectors.toMap(key, one -> one));
        List<Pair<T>> pairs = new ArrayList<>();
        for (T one : after) {
            pairs.add(new Pair<>(Optional.ofNullable(earlier.remove(key.apply(one))), Optional.of(one)));
        }
        earlier.values().forEach(gone -> pairs.add(new Pair<>(Optional.of(gone), Optional.empty())));
        pairs.sort(Comparator.<Pair<T>>comparingLong(pair -> -pair.after(size))
                .thenComparingLong(pair -> pair.growth(size)));
        return pairs;
    }
}
