// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;

/**
 * The buffers of one exporter.
 *
 * @param exporter the exporter's name; empty for the buffers whose exporter no source reports
 * @param buffers how many buffers it has
 * @param size their size together, bytes
 */
public record ExporterUsage(Optional<String> exporter, int buffers, long size) {}
