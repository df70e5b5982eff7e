// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in a format for other programs.
 *
 * @param contentType the format, as HTTP names it
 * @param text the metrics in it
 */
public record MetricsText(String contentType, String text) {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /** In the text format of OpenMetrics. */
    public static MetricsText openMetrics(Stream<MetricSnapshot> metrics) {
        return of(metrics, FORMATS.getOpenMetricsTextFormatWriter());
    }

    /**
     * In the format that a client prefers: OpenMetrics, or that of Prometheus.
     *
     * @param metrics the metrics
     * @param accept its header {@code Accept}; null where it sends none
     */
    static MetricsText forClient(Stream<MetricSnapshot> metrics, @Nullable String accept) {
        return of(metrics, FORMATS.findWriter(accept));
    }

    private static MetricsText of(Stream<MetricSnapshot> metrics, ExpositionFormatWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, new MetricSnapshots(metrics.toList()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new MetricsText(writer.getContentType(), bytes.toString(StandardCharsets.UTF_8));
    }
}
