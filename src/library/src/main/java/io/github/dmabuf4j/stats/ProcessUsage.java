// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * The buffers that one process holds.
 *
 * @param process the process
 * @param buffers how many buffers it holds
 * @param fds how many descriptors of buffers it has
 * @param mappings how many mappings of buffers it has
 * @param mappedBytes the length of these mappings together, bytes
 * @param rss the size of its buffers, each once and in full, bytes
 * @param pss the size of its buffers, each divided by the number of its holders and rounded down, bytes
 */
public record ProcessUsage(
        HoldingProcess process, int buffers, int fds, int mappings, long mappedBytes, long rss, long pss) {}
