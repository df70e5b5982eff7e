// SPDX-License-Identifier: Apache-2.0
/**
 * DMA-BUFs as meters of <a href="https://micrometer.io">Micrometer</a>: {@link io.github.dmabuf4j.micrometer.JvmDmaBufMetrics} for those that
 * this JVM holds, {@link io.github.dmabuf4j.micrometer.MachineDmaBufMetrics} for all of the machine.
 *
 * <pre>{@code
 * MachineStats stats = MachineStats.open();
 * SnapshotCache snapshots = SnapshotCache.of(stats, Duration.ofSeconds(1));
 * new JvmDmaBufMetrics(snapshots).bindTo(registry);
 * new MachineDmaBufMetrics(snapshots).bindTo(registry);
 * }</pre>
 *
 * <p>The meters read the kernel when a registry asks for their values. Those of one {@link io.github.dmabuf4j.stats.SnapshotCache} share its
 * snapshots. The value of a gauge is NaN while no snapshot can be taken, and where the sources do not report it.
 */
@NullMarked
package io.github.dmabuf4j.micrometer;

import org.jspecify.annotations.NullMarked;
