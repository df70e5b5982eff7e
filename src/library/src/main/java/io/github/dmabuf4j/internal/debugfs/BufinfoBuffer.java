// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.debugfs;

import java.util.List;
import java.util.Optional;

/**
 * What bufinfo reports of one buffer.
 *
 * @param inode unsigned 64 bits
 * @param size bytes
 * @param exporter who allocated it
 * @param name what a program called it; empty if it has no name
 * @param references how many references its file has
 * @param devices the names of the attached devices, one for each attachment
 * @param fences the fences in its reservation object
 */
public record BufinfoBuffer(
        long inode,
        long size,
        String exporter,
        Optional<String> name,
        long references,
        List<String> devices,
        List<BufinfoFence> fences) {}
