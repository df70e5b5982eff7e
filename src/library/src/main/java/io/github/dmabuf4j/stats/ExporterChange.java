// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;

/**
 * How the buffers of one exporter have changed.
 *
 * @param exporter the exporter's name; empty for the buffers whose exporter no source reports
 * @param change its buffers before and after
 */
public record ExporterChange(Optional<String> exporter, Change change) {}
