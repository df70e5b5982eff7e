// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

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

/** Who has how much in the last sample, and how much more that is than in the first. */
final class UsageTables {
    private static final int MOST = 40;

    private final Snapshot first;
    private final Snapshot last;
    private final PageText text;
    private final boolean grows;

    /** Growth is shown where there are two samples. */
    UsageTables(Timeline timeline, PageText text) {
        this.first = timeline.first();
        this.last = timeline.last();
        this.text = text;
        this.grows = timeline.hasGrowth();
    }

    List<HtmlTable> tables() {
        return List.of(exporters(), processes(), devices());
    }

    private HtmlTable exporters() {
        List<Pair<ExporterUsage>> pairs =
                pairs(first.exporters(), last.exporters(), ExporterUsage::exporter, ExporterUsage::size);
        HtmlTable table = new HtmlTable("exporters", "Exporters", "")
                .text("exporter")
                .number("buffers")
                .number("size");
        growth(table, "growth");
        for (Pair<ExporterUsage> pair : limited(table, pairs)) {
            long size = pair.after(ExporterUsage::size);
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.text(PageText.safe(StringPool.exporter(pair.any().exporter()))),
                    TableCell.number(pair.after(ExporterUsage::buffers)),
                    TableCell.share(text.size(size), size, last.totals().all().bytes())));
            growth(cells, pair.growth(ExporterUsage::buffers), pair.growth(ExporterUsage::size));
            table.row(cells.toArray(TableCell[]::new));
        }
        return table.ifEmpty("There is no buffer.");
    }

    private HtmlTable processes() {
        List<Pair<ProcessUsage>> pairs = pairs(
                first.processes(), last.processes(), usage -> usage.process().id(), ProcessUsage::rss);
        HtmlTable table = new HtmlTable(
                        "processes",
                        "Processes",
                        "RSS counts each buffer in full for each of its holders, PSS divides it by them.")
                .text("process")
                .number("pid")
                .number("buffers")
                .number("fds")
                .number("mappings")
                .number("RSS")
                .number("PSS");
        growth(table, "RSS growth");
        for (Pair<ProcessUsage> pair : limited(table, pairs)) {
            long rss = pair.after(ProcessUsage::rss);
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.text(PageText.safe(pair.any().process().command())
                            + (pair.after().isEmpty() ? " (holds none any more)" : "")),
                    TableCell.number(pair.any().process().pid()),
                    TableCell.number(pair.after(ProcessUsage::buffers)),
                    TableCell.number(pair.after(ProcessUsage::fds)),
                    TableCell.number(pair.after(ProcessUsage::mappings)),
                    TableCell.share(text.size(rss), rss, last.totals().all().bytes()),
                    TableCell.number(text.size(pair.after(ProcessUsage::pss)))));
            growth(cells, pair.growth(ProcessUsage::buffers), pair.growth(ProcessUsage::rss));
            table.row(cells.toArray(TableCell[]::new));
        }
        return table.ifEmpty(
                last.provides(StatsCapability.HOLDERS)
                        ? "No process was seen to hold a buffer."
                        : "No source told which process holds what.");
    }

    private HtmlTable devices() {
        List<Pair<DeviceUsage>> pairs = pairs(first.devices(), last.devices(), DeviceUsage::device, DeviceUsage::size);
        HtmlTable table = new HtmlTable("devices", "Devices", "")
                .text("device")
                .number("buffers")
                .number("attachments")
                .number("mappings")
                .number("size");
        growth(table, "growth");
        for (Pair<DeviceUsage> pair : limited(table, pairs)) {
            long size = pair.after(DeviceUsage::size);
            OptionalLong mappings = pair.after().map(DeviceUsage::mapCounter).orElse(OptionalLong.empty());
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.text(PageText.safe(pair.any().device())),
                    TableCell.number(pair.after(DeviceUsage::buffers)),
                    TableCell.number(pair.after(DeviceUsage::attachments)),
                    TableCell.number(mappings.isPresent() ? Long.toString(mappings.getAsLong()) : "–"),
                    TableCell.share(text.size(size), size, last.totals().all().bytes())));
            growth(cells, pair.growth(DeviceUsage::buffers), pair.growth(DeviceUsage::size));
            table.row(cells.toArray(TableCell[]::new));
        }
        return table.ifEmpty(
                last.provides(StatsCapability.DEVICES)
                        ? "No device is attached to a buffer."
                        : "No source told which devices are attached.");
    }

    private void growth(HtmlTable table, String size) {
        if (grows) {
            table.number("more buffers").number(size);
        }
    }

    private void growth(List<TableCell> cells, long buffers, long size) {
        if (grows) {
            cells.add(TableCell.change(PageText.change((int) buffers), buffers));
            cells.add(TableCell.change(text.change(size), size));
        }
    }

    private static <T> List<Pair<T>> limited(HtmlTable table, List<Pair<T>> pairs) {
        if (pairs.size() > MOST) {
            table.more("And " + (pairs.size() - MOST) + " smaller ones.");
        }
        return pairs.stream().limit(MOST).toList();
    }

    /** The same one before and after, or only one of both. */
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

    /** The largest first; those that are gone last. */
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
