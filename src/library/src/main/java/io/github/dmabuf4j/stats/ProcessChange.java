// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * How the buffers that one process holds have changed.
 *
 * @param process the process
 * @param change its buffers before and after; their bytes are its RSS
 * @param pss how much its PSS has grown, bytes; negative if it has shrunk
 */
public record ProcessChange(HoldingProcess process, Change change, long pss) {}
