// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;

/**
 * What one exporter has more or less.
 *
 * @param exporter its name; empty for the buffers whose exporter no source told
 * @param change of its buffers
 */
public record ExporterChange(Optional<String> exporter, Change change) {}
