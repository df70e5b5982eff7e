// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalLong;

/**
 * A fence in a buffer's reservation object, as debugfs describes it. What a kernel's description lacks is empty.
 *
 * @param usage who waits for the fence: {@code kernel}, {@code write} (readers and writers), {@code read} (writers) or
 *     {@code bookkeep}; a kernel may have further words
 * @param driver the driver that made the fence; empty if the kernel does not name the driver of a signaled fence, and
 *     where BPF iterators report the fence
 * @param timeline the name of its timeline; empty in the same case
 * @param context the number of its timeline, unique in this boot, unsigned 64 bits; empty up to Linux 6.18
 * @param seqno its number on the timeline, unsigned 64 bits; empty before Linux 6.0
 * @param signaled whether it had signaled when it was read
 */
public record BufferFence(
        String usage, String driver, String timeline, OptionalLong context, OptionalLong seqno, boolean signaled) {}
