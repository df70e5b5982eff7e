// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * Two sources report different values for something of a buffer that cannot change: its size or its exporter.
 *
 * @param inode the buffer's inode, unsigned 64 bits
 * @param text what each source reported
 */
public record Contradiction(long inode, String text) {}
