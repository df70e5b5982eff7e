// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.micrometer;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.github.dmabuf4j.stats.SourceReading;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.StatsSource;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DmaBufMetricsTest {
    private static final int OWN = Math.toIntExact(ProcessHandle.current().pid());

    private final Source source = new Source();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private SnapshotCache cache(Duration maxAge) {
        return SnapshotCache.of(MachineStats.of(List.of(source)), maxAge);
    }

    private double value(String name, String... tags) {
        Gauge gauge = registry.find(name).tags(tags).gauge();
        assertThat(gauge).as(name).isNotNull();
        return gauge.value();
    }

    @Test
    void thisJvmHasWhatItsProcessHolds() {
        source.buffers = List.of(
                buffer(1).size(8192).heldBy(OWN, OWN + 1).toInfo(),
                buffer(2).size(4096).heldBy(OWN).toInfo(),
                buffer(3).size(1 << 20).heldBy(OWN + 1).toInfo());

        new JvmDmaBufMetrics(cache(Duration.ZERO), Tags.of("application", "camera")).bindTo(registry);

        assertThat(value("jvm.dmabuf.buffers", "application", "camera")).isEqualTo(2);
        assertThat(value("jvm.dmabuf.rss")).isEqualTo(12_288);
        assertThat(value("jvm.dmabuf.pss")).isEqualTo(8192);
        assertThat(value("jvm.dmabuf.fds")).isEqualTo(2);
        assertThat(value("jvm.dmabuf.mapped")).isZero();
        source.buffers = List.of();
        assertThat(value("jvm.dmabuf.rss")).isZero();
    }

    @Test
    void whatIsNotKnownIsNoNumber() {
        source.capabilities = Set.of(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER);
        source.buffers = List.of(buffer(1).size(4096).exporter("system").toInfo());

        new JvmDmaBufMetrics(cache(Duration.ZERO)).bindTo(registry);
        new MachineDmaBufMetrics(cache(Duration.ZERO)).bindTo(registry);

        assertThat(value("jvm.dmabuf.buffers")).isNaN();
        assertThat(value("dmabuf.kernel.size")).isNaN();
        assertThat(value("dmabuf.size")).isEqualTo(4096);
    }

    @Test
    void theMachineHasTotalsAndExporters() {
        source.buffers = List.of(
                buffer(1).size(4096).exporter("system").heldBy(7).toInfo(),
                buffer(2).size(8192).exporter("i915").toInfo(),
                buffer(3).exporter("").toInfo(),
                buffer(4).size(4096).toInfo());

        new MachineDmaBufMetrics(cache(Duration.ZERO)).bindTo(registry);

        assertThat(value("dmabuf.size")).isEqualTo(16_384);
        assertThat(value("dmabuf.buffers")).isEqualTo(4);
        assertThat(value("dmabuf.user.space.size")).isEqualTo(4096);
        assertThat(value("dmabuf.kernel.buffers")).isEqualTo(3);
        assertThat(value("dmabuf.exporter.size", "exporter", "i915")).isEqualTo(8192);
        assertThat(value("dmabuf.exporter.buffers", "exporter", "unknown")).isEqualTo(2);
        assertThat(value("dmabuf.unreadable")).isZero();
    }

    @Test
    void anExporterThatComesLaterHasGaugesAndZeroWhenItHasGone() {
        new MachineDmaBufMetrics(cache(Duration.ZERO)).bindTo(registry);
        assertThat(registry.find("dmabuf.exporter.size").gauges()).isEmpty();

        source.buffers = List.of(buffer(1).size(4096).exporter("system").toInfo());
        assertThat(value("dmabuf.size")).isEqualTo(4096);
        assertThat(value("dmabuf.exporter.size", "exporter", "system")).isEqualTo(4096);
        source.buffers = List.of();
        assertThat(value("dmabuf.exporter.size", "exporter", "system")).isZero();
    }

    @Test
    void oneReadingServesAllMeters() {
        SnapshotCache cache = cache(Duration.ofHours(1));
        new JvmDmaBufMetrics(cache).bindTo(registry);
        new MachineDmaBufMetrics(cache).bindTo(registry);

        registry.getMeters().forEach(meter -> meter.measure().forEach(measurement -> measurement.getValue()));

        assertThat(source.reads).isEqualTo(1);
        FunctionTimer timer = registry.find("dmabuf.snapshot").functionTimer();
        assertThat(timer).isNotNull();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    @Test
    void aMachineThatCannotBeReadFailsNoRegistry() {
        source.failing = true;
        new MachineDmaBufMetrics(cache(Duration.ZERO)).bindTo(registry);

        assertThat(value("dmabuf.size")).isNaN();
        assertThat(registry.find("dmabuf.snapshot.failures").functionCounter().count())
                .isPositive();
        source.failing = false;
        assertThat(value("dmabuf.size")).isZero();
    }

    /** Reports what a test says. */
    private static final class Source implements StatsSource {
        private List<BufferInfo> buffers = List.of();
        private Set<StatsCapability> capabilities = Set.of(StatsCapability.values());
        private boolean failing;
        private int reads;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public SourceReading read() throws DmaBufException {
            reads++;
            if (failing) {
                throw new DmaBufException("read", "the fake source", Errno.EIO);
            }
            return new SourceReading(capabilities, buffers, 0, List.of(), List.of());
        }

        @Override
        public Set<Long> inodes() {
            return buffers.stream().map(BufferInfo::inode).collect(java.util.stream.Collectors.toSet());
        }
    }
}
