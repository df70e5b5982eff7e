// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.OptionalLong;

/**
 * A fence in a buffer's reservation object, as debugfs describes it. Kernels describe it in different forms: what a form
 * lacks is empty.
 *
 * @param usage who waits for it: {@code kernel}, {@code write} (readers and writers), {@code read} (writers) or
 *     {@code bookkeep}; another word where a kernel has further ones
 * @param driver the driver that made it; empty where a kernel has no names of fences that are signaled
 * @param timeline the name of its timeline; empty as the driver's
 * @param context the number of its timeline, unique in this boot, unsigned 64 bits; empty up to Linux 6.18
 * @param seqno its number on the timeline, unsigned 64 bits; empty before Linux 6.0
 * @param signaled whether it had signaled when it was read
 */
public record BufferFence(
        String usage, String driver, String timeline, OptionalLong context, OptionalLong seqno, boolean signaled) {}
