// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A fence in a buffer's reservation object, as debugfs describes it.
 *
 * @param usage who waits for it: {@code kernel}, {@code write} (readers and writers), {@code read} (writers) or
 *     {@code bookkeep}
 * @param driver the driver that made it
 * @param timeline the name of its timeline
 * @param seqno its number on the timeline; unsigned 64 bits
 * @param signalled whether it had signalled when it was read
 */
public record BufferFence(String usage, String driver, String timeline, long seqno, boolean signalled) {}
