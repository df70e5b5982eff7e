// SPDX-License-Identifier: Apache-2.0
/**
 * Exchanges buffers and sync files with other processes, in Java or in C, without copying their memory: over a Unix socket
 * ({@link io.github.dmabuf4j.share.ShareChannel}), or by taking them from a process that this one may trace
 * ({@link io.github.dmabuf4j.share.OtherProcess}).
 *
 * <p>{@code native-headers/dmabuf4j_share.h} in the sources of this library defines the messages on the socket, for programs in
 * other languages.
 */
package io.github.dmabuf4j.share;
