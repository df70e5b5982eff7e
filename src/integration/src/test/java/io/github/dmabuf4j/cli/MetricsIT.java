// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.metrics.DocumentedQueries;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.RealPrometheus;
import io.github.dmabuf4j.support.ServedMetrics;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code metrics} and {@code serve} on a kernel with buffers, compared with the commands that people use. */
@RealKernel
@Needs(BUFFERS)
@Smoke
@Tag("newest")
@Timeout(300)
class MetricsIT {
    private static final String HEAP = Heaps.ordinary();
    private static final int JVM_ENDED_BY_SIGTERM = 143;

    @TempDir
    private Path directory;

    private static JsonObject json(String... command) throws IOException {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Json.parse(run.out());
    }

    @Test
    void aScrapeAgreesWithTheCommands() throws Exception {
        try (Holder one = Holder.start();
                Holder other = Holder.start();
                ServedMetrics served = ServedMetrics.start()) {
            one.alloc(HEAP, 3 << 20, 0);
            one.alloc(HEAP, 1 << 20, 1);
            one.pass(1, other, 5);
            one.comm("a\"b\\c");
            Map<String, Double> metrics = served.scrape();
            JsonObject ls = json("ls", "--json");

            long bytes = ls.objects("buffers", buffer -> buffer.number("size")).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(metrics)
                    .containsEntry("dmabuf_size_bytes", (double) bytes)
                    .containsEntry(
                            "dmabuf_process_rss_bytes{command=\"a\\\"b\\\\\\\\c\",pid=\"" + one.pid() + "\"}",
                            4.0 * (1 << 20))
                    .containsEntry(
                            "dmabuf_process_pss_bytes{command=\"a\\\"b\\\\\\\\c\",pid=\"" + one.pid() + "\"}",
                            3.5 * (1 << 20))
                    .containsEntry("dmabuf_process_buffers{command=\"holder\",pid=\"" + other.pid() + "\"}", 1.0)
                    .containsEntry("dmabuf_process_pss_bytes{command=\"\",pid=\"other\"}", 0.0);
            if (metrics.containsKey("dmabuf_exporter_size_bytes{exporter=\"" + HEAP + "\"}")) {
                json("usage", "--json")
                        .objects("exporters", usage -> usage)
                        .forEach(usage -> assertThat(metrics)
                                .containsEntry(
                                        "dmabuf_exporter_size_bytes{exporter=\"" + usage.text("exporter") + "\"}",
                                        (double) usage.number("size")));
            }
        }
    }

    @Test
    void theLargestAreShownAndTheRestIsSummed() throws Exception {
        try (Holder one = Holder.start();
                Holder other = Holder.start()) {
            one.alloc(HEAP, 3 << 20, 0);
            other.alloc(HEAP, 1 << 20, 0);
            CommandRun run = CommandRun.of("metrics", "--top", "1");
            assertThat(run.lines())
                    .contains(
                            "dmabuf_process_pss_bytes{command=\"holder\",pid=\"" + one.pid() + "\"} "
                                    + (double) (3 << 20),
                            "dmabuf_process_pss_bytes{command=\"\",pid=\"other\"} " + (double) (1 << 20));
        }
    }

    @Test
    void sigtermEndsTheServerCleanly() throws Exception {
        try (ServedMetrics served = ServedMetrics.start()) {
            assertThat(served.scrape()).containsKey("dmabuf_buffers");
            served.process().destroy();
            assertThat(served.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(served.process().exitValue()).isEqualTo(JVM_ENDED_BY_SIGTERM);
        }
    }

    @Test
    void promtoolFindsNoMistake() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool is not installed (Debian: prometheus)");
        try (Holder holder = Holder.start()) {
            holder.alloc(HEAP, 1 << 20, 0);
            Path file = directory.resolve("dmabuf.prom");
            assertThat(CommandRun.of("metrics", "--out", file.toString()).exitCode())
                    .isZero();
            Process promtool = new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
                    .redirectInput(file.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(promtool.waitFor()).as(said).isZero();
            assertThat(said).isEmpty();
        }
    }

    @Test
    void aRealPrometheusStoresWhatTheCommandPrints() throws Exception {
        assumeTrue(RealPrometheus.isInstalled(), "prometheus is not installed (Debian: apt-get install prometheus)");
        try (Holder holder = Holder.start();
                ServedMetrics served = ServedMetrics.start()) {
            holder.alloc(HEAP, 5 << 20, 0);
            holder.comm("evil\"} \n");
            try (RealPrometheus prometheus = RealPrometheus.start(directory, served.target(), Duration.ofSeconds(2))) {
                String series = "dmabuf_process_rss_bytes{pid=\"" + holder.pid() + "\"}";
                assertThat(prometheus.awaitValue(series)).isEqualTo(5 << 20);
                assertThat(prometheus.value("sum(dmabuf_process_pss_bytes)").getAsDouble())
                        .isEqualTo(
                                prometheus.value("dmabuf_user_space_size_bytes").getAsDouble());
                showsAllPanels(prometheus, served.scrape().keySet());
            }
        }
    }

    /** Each panel of the dashboard has values, if the kernel gives its metrics. */
    private static void showsAllPanels(RealPrometheus prometheus, Set<String> metrics) throws Exception {
        for (String query :
                DocumentedQueries.panels().stream().flatMap(List::stream).toList()) {
            boolean isGiven = metrics.stream().anyMatch(metric -> query.contains(metric.replaceAll("\\{.*", "") + "{"));
            if (isGiven) {
                // A rate needs two scrapes.
                prometheus.awaitValue(query);
            } else {
                prometheus.value(query);
            }
        }
        for (String condition : DocumentedQueries.alerts()) {
            prometheus.value(condition);
        }
    }
}
