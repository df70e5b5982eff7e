// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.stream.Stream;

/** Exporters and devices. There are only as many as the machine has drivers and devices, so each one has its series. */
final class DriverMetrics {
    private static final String EXPORTER = "exporter";
    private static final String DEVICE = "device";

    private DriverMetrics() {}

    static Stream<MetricSnapshot> ofExporters(List<ExporterUsage> exporters) {
        Gauges bytes = Gauges.ofBytes("dmabuf_exporter_size_bytes", "Size of the buffers of an exporter.");
        Gauges buffers = Gauges.counting("dmabuf_exporter_buffers", "Number of the buffers of an exporter.");
        for (ExporterUsage usage : exporters) {
            String exporter = usage.exporter().map(Gauges::label).orElse("");
            bytes.with(usage.size(), EXPORTER, exporter);
            buffers.with(usage.buffers(), EXPORTER, exporter);
        }
        return Stream.concat(bytes.stream(), buffers.stream());
    }

    static Stream<MetricSnapshot> ofDevices(List<DeviceUsage> devices) {
        Gauges bytes = Gauges.ofBytes("dmabuf_device_size_bytes", "Size of the buffers that a device is attached to.");
        Gauges buffers = Gauges.counting("dmabuf_device_buffers", "Number of buffers that a device is attached to.");
        Gauges attachments = Gauges.counting("dmabuf_device_attachments", "Number of attachments of a device.");
        Gauges mappings =
                Gauges.counting("dmabuf_device_mappings", "Number of mappings of all attachments of a device.");
        for (DeviceUsage usage : devices) {
            String device = Gauges.label(usage.device());
            bytes.with(usage.size(), DEVICE, device);
            buffers.with(usage.buffers(), DEVICE, device);
            attachments.with(usage.attachments(), DEVICE, device);
            mappings.with(usage.mapCounter(), DEVICE, device);
        }
        return Stream.of(bytes, buffers, attachments, mappings).flatMap(Gauges::stream);
    }
}
