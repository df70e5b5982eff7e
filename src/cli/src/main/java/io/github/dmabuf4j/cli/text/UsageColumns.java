// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import java.util.List;

/** The columns of sums per exporter and per device. Names and figures are apart, since {@code top} shows names last. */
public final class UsageColumns {
    public static final Column<ExporterUsage> EXPORTER = Column.text("exporter", ExporterUsage::exporter);
    public static final List<Column<ExporterUsage>> EXPORTER_FIGURES =
            List.of(Column.number("buffers", ExporterUsage::buffers), Column.size("size", ExporterUsage::size));
    public static final Column<DeviceUsage> DEVICE = Column.text("device", DeviceUsage::device);
    public static final List<Column<DeviceUsage>> DEVICE_FIGURES = List.of(
            Column.number("buffers", DeviceUsage::buffers),
            Column.number("attachments", DeviceUsage::attachments),
            Column.number("mapCounter", DeviceUsage::mapCounter),
            Column.size("size", DeviceUsage::size));

    private UsageColumns() {}
}
