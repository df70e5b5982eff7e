// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.load;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.RealPrometheus;
import io.github.dmabuf4j.support.RealPrometheus.Stored;
import io.github.dmabuf4j.support.ServedMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes {@code serve} for a long time while buffers are allocated and freed: 10 minutes, or the number of the
 * system property {@code load.minutes}. Several times the buffers come to rest, and what was stored is compared with {@code ls --json}.
 */
@RealKernel
@Needs(SYSTEM_HEAP)
class PrometheusLoad {
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("load.minutes", 10));
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int LOOKS = 20;
    private static final int WARM = LOOKS / 2;
    private static final long RESIDENT_SLACK_KIB = 4 << 10;

    @TempDir
    private Path directory;

    @Test
    void prometheusSeesNoGapAndTheSameFigures() throws Exception {
        assumeTrue(RealPrometheus.isInstalled(), "prometheus is not installed (Debian: apt-get install prometheus)");
        List<Long> resident = new ArrayList<>();
        long churned = 0;
        try (Holder churner = Holder.start();
                Holder steady = Holder.start();
                ServedMetrics served = warm();
                RealPrometheus prometheus = RealPrometheus.start(directory, served.target(), INTERVAL)) {
            for (int look = 0; look < LOOKS; look++) {
                steady.alloc("system", 4096L * (look + 1), look);
                churner.churn("system", 1 << 16);
                Thread.sleep(TIME.dividedBy(LOOKS));
                churned += churner.churnStop();
                // Until the next scrape, whose snapshot is of the buffers at rest.
                Thread.sleep(INTERVAL.plusSeconds(2));
                agrees(prometheus);
                resident.add(Figures.status(served.process().pid(), "VmRSS"));
            }
            Figures.print("serve: resident KiB: " + resident);
            hasNoGap(prometheus.stored("up", TIME.multipliedBy(2)));
            Figures.print("%d buffers in %d s; %s s of snapshots, %s snapshots, longest %s s"
                    .formatted(
                            churned,
                            TIME.toSeconds(),
                            prometheus
                                    .value("dmabuf_snapshot_cost_seconds_total")
                                    .getAsDouble(),
                            prometheus.value("dmabuf_snapshots_total").getAsDouble(),
                            prometheus
                                    .value("max_over_time(dmabuf_snapshot_duration_seconds[1h])")
                                    .getAsDouble()));
        }
        assertThat(median(resident.subList(LOOKS - LOOKS / 4, LOOKS)))
                .isLessThanOrEqualTo(median(resident.subList(WARM, WARM + LOOKS / 4)) + RESIDENT_SLACK_KIB);
    }

    /** Has answered once: the first snapshot of a JVM, in an emulated machine with other load, may take longer than an interval. */
    private static ServedMetrics warm() throws IOException, InterruptedException {
        ServedMetrics served = ServedMetrics.start();
        served.scrape();
        return served;
    }

    private static void agrees(RealPrometheus prometheus) throws IOException, InterruptedException {
        List<Long> sizes =
                Json.parse(CommandRun.of("ls", "--json").out()).objects("buffers", buffer -> buffer.number("size"));
        assertThat(prometheus.value("dmabuf_buffers")).hasValue(sizes.size());
        assertThat(prometheus.value("dmabuf_size_bytes"))
                .hasValue((double) sizes.stream().mapToLong(Long::longValue).sum());
        assertThat(prometheus.value("sum(dmabuf_process_pss_bytes)"))
                .hasValue((double) sizes.stream().mapToLong(Long::longValue).sum());
    }

    private static void hasNoGap(List<Stored> scrapes) {
        double longest = 0;
        for (int i = 1; i < scrapes.size(); i++) {
            longest =
                    Math.max(longest, scrapes.get(i).time() - scrapes.get(i - 1).time());
        }
        Figures.print("%d scrapes, at most %.3f s from one to the next".formatted(scrapes.size(), longest));
        assertThat(scrapes).allSatisfy(scrape -> assertThat(scrape.value()).isEqualTo(1));
        assertThat(scrapes).hasSizeGreaterThanOrEqualTo((int) (TIME.toSeconds() / INTERVAL.toSeconds()));
        assertThat(longest).isLessThan(INTERVAL.toSeconds() * 1.5);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
