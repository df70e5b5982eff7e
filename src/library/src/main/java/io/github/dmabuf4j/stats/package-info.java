// SPDX-License-Identifier: Apache-2.0
/**
 * What the kernel reports of DMA-BUFs, of this process and of all others.
 *
 * <p>{@link io.github.dmabuf4j.stats.MachineStats} takes a {@link io.github.dmabuf4j.stats.Snapshot} of all buffers of
 * the machine: who exports, holds and uses each of them, and what could not be read. It merges four
 * {@linkplain io.github.dmabuf4j.stats.StatsSource sources}. Each can be used alone: {@link io.github.dmabuf4j.stats.BpfStats},
 * {@link io.github.dmabuf4j.stats.SysfsStats}, {@link io.github.dmabuf4j.stats.DebugfsStats} and
 * {@link io.github.dmabuf4j.stats.ProcfsStats}. A {@link io.github.dmabuf4j.stats.Sampler} takes snapshots
 * periodically and on events.
 */
package io.github.dmabuf4j.stats;
