// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A limit was reached that the sample before was below.
 *
 * @param limit the limit
 * @param name the exporter, or the process and its number; empty for the total. Another program has chosen it
 * @param bytes the size, or by how much it has grown within the time of the limit
 */
public record LimitReached(Limit limit, String name, long bytes) implements Trigger {}
