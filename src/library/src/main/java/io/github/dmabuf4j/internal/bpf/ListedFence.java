// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

/**
 * A fence in a reservation object.
 *
 * @param usage the kernel's {@code enum dma_resv_usage}
 * @param signaled whether it had signaled
 * @param context its timeline, unsigned 64 bits
 * @param seqno its number on that, unsigned 64 bits
 */
public record ListedFence(int usage, boolean signaled, long context, long seqno) {}
