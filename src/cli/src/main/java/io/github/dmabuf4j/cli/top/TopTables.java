// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;

/** The tables of {@code top}. Texts of others come last in a row: a long one must not push the figures off the screen. */
final class TopTables {
    private TopTables() {}

    static TopTable<ProcessUsage> processes() {
        return new TopTable<>(
                Snapshot::processes,
                usage -> usage.process().id(),
                ProcessUsage::rss,
                List.of(
                        Column.number("pid", row -> row.of().process().pid()),
                        Column.number("buffers", row -> row.of().buffers()),
                        Column.number("fds", row -> row.of().fds()),
                        Column.number("mappings", row -> row.of().mappings()),
                        Column.size("rss", row -> row.of().rss()),
                        Column.size("pss", row -> row.of().pss()),
                        Column.change("change", TopTable.Row::change),
                        Column.text("command", row -> row.of().process().command())),
                "rss");
    }

    static TopTable<ExporterUsage> exporters() {
        return new TopTable<>(
                Snapshot::exporters,
                ExporterUsage::exporter,
                ExporterUsage::size,
                List.of(
                        Column.number("buffers", row -> row.of().buffers()),
                        Column.size("size", row -> row.of().size()),
                        Column.change("change", TopTable.Row::change),
                        Column.text("exporter", row -> row.of().exporter())),
                "size");
    }

    static TopTable<DeviceUsage> devices() {
        return new TopTable<>(
                Snapshot::devices,
                DeviceUsage::device,
                DeviceUsage::size,
                List.of(
                        Column.number("buffers", row -> row.of().buffers()),
                        Column.number("attachments", row -> row.of().attachments()),
                        Column.number("mapCounter", row -> row.of().mapCounter()),
                        Column.size("size", row -> row.of().size()),
                        Column.change("change", TopTable.Row::change),
                        Column.text("device", row -> row.of().device())),
                "size");
    }

    static TopTable<BufferInfo> buffers() {
        return new TopTable<>(
                Snapshot::buffers,
                BufferInfo::inode,
                buffer -> buffer.size().orElse(0),
                List.of(
                        Column.number(
                                "inode", row -> Long.toUnsignedString(row.of().inode())),
                        Column.size("size", row -> row.of().size()),
                        Column.change("change", TopTable.Row::change),
                        Column.number("references", row -> row.of().references()),
                        Column.number("holders", row -> row.of().holders().size()),
                        Column.number("devices", row -> row.of().attachments().size()),
                        Column.text("exporter", row -> row.of().exporter()),
                        Column.text("name", row -> row.of().name())),
                "size");
    }
}
