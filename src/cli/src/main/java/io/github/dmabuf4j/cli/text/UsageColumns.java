// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ControlGroupUsage;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import java.util.List;

/** The columns of sums per exporter, per device and per control group. Names and figures are apart, since {@code top} shows names last. */
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

    /** The short name of the container or unit, or else the path. */
    public static final Column<ControlGroupUsage> CGROUP =
            Column.text("cgroup", usage -> usage.group().map(ControlGroup::name));

    public static final Column<ControlGroupUsage> CGROUP_PATH =
            Column.text("cgroupPath", usage -> usage.group().map(ControlGroup::path));

    public static final List<Column<ControlGroupUsage>> CGROUP_FIGURES = List.of(
            Column.number("processes", ControlGroupUsage::processes),
            Column.number("buffers", ControlGroupUsage::buffers),
            Column.size("rss", ControlGroupUsage::rss),
            Column.size("pss", ControlGroupUsage::pss));

    private UsageColumns() {}
}
