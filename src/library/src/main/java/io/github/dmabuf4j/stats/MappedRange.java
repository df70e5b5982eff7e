// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A mapping of a buffer into a process, or what a partial munmap left of one.
 *
 * @param offset where in the buffer it begins, bytes
 * @param length bytes
 */
public record MappedRange(long offset, long length) {}
