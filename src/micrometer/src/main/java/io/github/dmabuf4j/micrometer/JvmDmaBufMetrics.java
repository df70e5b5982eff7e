// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.micrometer;

import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.github.dmabuf4j.stats.StatsCapability;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The buffers that this JVM holds, by the kernel's statistics: also those that other libraries of this JVM have allocated or received.
 *
 * <table>
 * <caption>Gauges</caption>
 * <tr><th>name<th>unit<th>value
 * <tr><td>{@code jvm.dmabuf.buffers}<td>buffers<td>how many buffers this process holds
 * <tr><td>{@code jvm.dmabuf.rss}<td>bytes<td>their size, each in full
 * <tr><td>{@code jvm.dmabuf.pss}<td>bytes<td>their size, each divided by the number of its holders
 * <tr><td>{@code jvm.dmabuf.fds}<td>descriptors<td>how many descriptors of buffers this process has
 * <tr><td>{@code jvm.dmabuf.mapped}<td>bytes<td>the length of its mappings of buffers
 * </table>
 *
 * <p>They are NaN where no source reports the holders of buffers, or no snapshot can be taken.
 */
public final class JvmDmaBufMetrics implements MeterBinder {
    private final SnapshotCache snapshots;
    private final Iterable<Tag> tags;

    /**
     * Makes the metrics.
     *
     * @param snapshots where the values come from; it must stay open as long as a registry has the meters
     */
    public JvmDmaBufMetrics(SnapshotCache snapshots) {
        this(snapshots, List.of());
    }

    /**
     * Makes the metrics with tags.
     *
     * @param snapshots where the values come from; it must stay open as long as a registry has the meters
     * @param tags what each meter also has
     */
    public JvmDmaBufMetrics(SnapshotCache snapshots, Iterable<Tag> tags) {
        this.snapshots = snapshots;
        this.tags = tags;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        SnapshotGauges gauges = new SnapshotGauges(snapshots, registry, tags);
        gauges.add(
                "jvm.dmabuf.buffers",
                SnapshotGauges.BUFFERS,
                "The number of DMA-BUFs that this process holds",
                own(ProcessUsage::buffers));
        gauges.add(
                "jvm.dmabuf.rss",
                SnapshotGauges.BYTES,
                "The size of the DMA-BUFs that this process holds, each in full",
                own(ProcessUsage::rss));
        gauges.add(
                "jvm.dmabuf.pss",
                SnapshotGauges.BYTES,
                "The size of the DMA-BUFs that this process holds, each divided by the number of its holders",
                own(ProcessUsage::pss));
        gauges.add(
                "jvm.dmabuf.fds",
                "descriptors",
                "The number of descriptors of DMA-BUFs that this process has",
                own(ProcessUsage::fds));
        gauges.add(
                "jvm.dmabuf.mapped",
                SnapshotGauges.BYTES,
                "The length of this process's mappings of DMA-BUFs",
                own(ProcessUsage::mappedBytes));
    }

    private static ToDoubleFunction<Snapshot> own(ToDoubleFunction<ProcessUsage> figure) {
        int pid = Math.toIntExact(ProcessHandle.current().pid());
        return snapshot -> snapshot.process(pid)
                .map(buffers -> figure.applyAsDouble(buffers.usage()))
                .orElse(snapshot.provides(StatsCapability.HOLDERS) ? 0 : Double.NaN);
    }
}
