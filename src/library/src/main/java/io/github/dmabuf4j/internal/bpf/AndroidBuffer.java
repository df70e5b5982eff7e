// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import java.util.Optional;

/**
 * A buffer, as Android's iterator describes it.
 *
 * @param inode unsigned 64 bits
 * @param size bytes
 * @param name what a program called it, with a space for each line end; empty if it has no name
 * @param exporter who allocated it
 */
public record AndroidBuffer(long inode, long size, Optional<String> name, String exporter) {}
