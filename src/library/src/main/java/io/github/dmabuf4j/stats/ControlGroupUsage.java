// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;

/**
 * The buffers that the processes of one control group hold.
 *
 * @param group the group of the container, service or scope, as {@link ControlGroup#whole} returns it; empty for the processes whose
 *     group is not known
 * @param processes how many of its processes hold a buffer
 * @param buffers how many buffers they hold
 * @param rss the size of these buffers, each once and in full, bytes
 * @param pss the size of these buffers, each divided by the number of its holders, rounded down, and counted for each holder of this
 *     group, bytes
 */
public record ControlGroupUsage(Optional<ControlGroup> group, int processes, int buffers, long rss, long pss) {}
