// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * A part of a memfd, of which {@link Udmabuf} makes a buffer.
 *
 * @param memfd the descriptor of the memfd, which must be sealed against shrinking ({@code F_SEAL_SHRINK}) but not
 *     against writing ({@code F_SEAL_WRITE})
 * @param offset in bytes, a multiple of the page size
 * @param bytes the length, a multiple of the page size
 */
public record MemfdRange(int memfd, long offset, long bytes) {}
