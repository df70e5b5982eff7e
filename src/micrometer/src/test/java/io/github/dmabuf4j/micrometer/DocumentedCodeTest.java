// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The code in {@code docs}, on this machine: every Linux has procfs. {@code DocumentsTest} checks that it is a part of this program. */
class DocumentedCodeTest {
    @Test
    void metersAreBoundToARegistry() throws DmaBufException {
        MeterRegistry registry = new SimpleMeterRegistry();
        MachineStats stats = MachineStats.open(); // close it when the registry has been closed
        SnapshotCache snapshots = SnapshotCache.of(stats, Duration.ofSeconds(1));
        new JvmDmaBufMetrics(snapshots).bindTo(registry); // what this JVM holds
        new MachineDmaBufMetrics(snapshots).bindTo(registry); // all of the machine

        assertThat(registry.get("jvm.dmabuf.buffers").gauge().value()).isZero();
        assertThat(registry.get("dmabuf.buffers").gauge().value()).isNotNegative();
        stats.close();
    }
}
