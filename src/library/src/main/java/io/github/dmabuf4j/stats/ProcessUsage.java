// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * What one process holds.
 *
 * @param process the process
 * @param buffers how many, each once
 * @param fds descriptors of buffers
 * @param mappings of buffers
 * @param mappedBytes the length of the mappings
 * @param rss the full size of each buffer once, bytes
 * @param pss of each buffer the size divided by the number of its holders, rounded down, bytes: what the process is
 *     charged with when holders share
 */
public record ProcessUsage(
        HoldingProcess process, int buffers, int fds, int mappings, long mappedBytes, long rss, long pss) {}
