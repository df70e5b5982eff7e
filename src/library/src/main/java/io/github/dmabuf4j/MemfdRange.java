// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * A part of a file in memory (memfd), as {@link Udmabuf} takes it.
 *
 * @param memfd the descriptor of the file, which must be sealed against shrinking ({@code F_SEAL_SHRINK}) and not against
 *     writing ({@code F_SEAL_WRITE})
 * @param offset in bytes, a multiple of the page size
 * @param bytes the length, a multiple of the page size
 */
public record MemfdRange(int memfd, long offset, long bytes) {}
