// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A mapping of a buffer into a process, or the part of one that munmap left.
 *
 * @param offset where in the buffer it begins, bytes
 * @param length how long it is, bytes
 */
public record MappedRange(long offset, long length) {}
