// SPDX-License-Identifier: Apache-2.0
/**
 * Handing buffers and sync files to other processes, in Java or in C, without copying a byte: over a Unix socket
 * ({@link io.github.dmabuf4j.share.ShareChannel}), or by taking them from a process that one may trace
 * ({@link io.github.dmabuf4j.share.OtherProcess}).
 *
 * <p>The messages on the socket, for other languages, are those of {@code native-headers/dmabuf4j_share.h} in the sources of
 * this library.
 */
package io.github.dmabuf4j.share;
