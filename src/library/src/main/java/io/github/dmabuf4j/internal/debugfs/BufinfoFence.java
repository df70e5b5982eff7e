// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import java.util.OptionalLong;

/**
 * What bufinfo reports of a fence. What the kernel's form of the line lacks is empty.
 *
 * @param usage how the fence is used, by the words of Linux 6.0 and later
 * @param driver the driver that made it
 * @param timeline the name of its timeline
 * @param context the number of its timeline, unsigned 64 bits
 * @param seqno its number on the timeline, unsigned 64 bits
 * @param signaled whether it had signaled
 */
public record BufinfoFence(
        String usage, String driver, String timeline, OptionalLong context, OptionalLong seqno, boolean signaled) {}
