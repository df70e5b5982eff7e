// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * What one process holds more or less.
 *
 * @param process the process; one that took over the number of another is another
 * @param change of its buffers and its RSS
 * @param pss how much its PSS has grown, bytes
 */
public record ProcessChange(HoldingProcess process, Change change, long pss) {}
