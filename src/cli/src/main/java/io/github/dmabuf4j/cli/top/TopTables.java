// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.ProcessColumns;
import io.github.dmabuf4j.cli.text.UsageColumns;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;

/** The tables of {@code top}. Names come last in a row, so that a long one does not push the figures off the screen. */
final class TopTables {
    private TopTables() {}

    static TopTable<ProcessUsage> processes(BufferFilter filter) {
        return new TopTable<>(
                filter::processes,
                usage -> usage.process().id(),
                ProcessUsage::rss,
                List.of(
                        ProcessColumns.PID,
                        ProcessColumns.BUFFERS,
                        ProcessColumns.FDS,
                        ProcessColumns.MAPPINGS,
                        ProcessColumns.RSS,
                        ProcessColumns.PSS),
                List.of(ProcessColumns.COMMAND),
                "rss",
                TopDetails::ofProcess);
    }

    static TopTable<ExporterUsage> exporters() {
        return new TopTable<>(
                Snapshot::exporters,
                ExporterUsage::exporter,
                ExporterUsage::size,
                UsageColumns.EXPORTER_FIGURES,
                List.of(UsageColumns.EXPORTER),
                "size",
                TopDetails::ofExporter);
    }

    static TopTable<DeviceUsage> devices() {
        return new TopTable<>(
                Snapshot::devices,
                DeviceUsage::device,
                DeviceUsage::size,
                UsageColumns.DEVICE_FIGURES,
                List.of(UsageColumns.DEVICE),
                "size",
                TopDetails::ofDevice);
    }

    static TopTable<BufferInfo> buffers() {
        return new TopTable<>(
                Snapshot::buffers,
                BufferInfo::inode,
                buffer -> buffer.size().orElse(0),
                List.of(BufferColumns.INODE, BufferColumns.SIZE),
                List.of(
                        BufferColumns.REFERENCES,
                        BufferColumns.HOLDER_COUNT,
                        Column.number("devices", buffer -> buffer.attachments().size()),
                        BufferColumns.EXPORTER,
                        BufferColumns.NAME),
                "size",
                TopDetails::ofBuffer);
    }
}
