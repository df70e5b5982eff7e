// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;

/**
 * The buffers of one exporter.
 *
 * @param exporter its name; empty for the buffers whose exporter no source told
 * @param buffers how many
 * @param size of all, bytes
 */
public record ExporterUsage(Optional<String> exporter, int buffers, long size) {}
