// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * Two sources that say different things of one buffer which cannot change: its size, or its exporter.
 *
 * @param inode of the buffer
 * @param text what each said, with the source's name
 */
public record Contradiction(long inode, String text) {}
