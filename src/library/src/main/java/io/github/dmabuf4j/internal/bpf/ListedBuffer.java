// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import java.util.List;
import java.util.Optional;

/**
 * A buffer, as an iterator describes it.
 *
 * @param inode unsigned 64 bits
 * @param size bytes
 * @param references how many references its file has
 * @param exporter who allocated it
 * @param name what a program called it; empty if it has no name
 * @param devices the names of the devices that are attached
 * @param devicesRead whether they could be read
 * @param fences those in its reservation object
 * @param allFences whether it has no more
 */
public record ListedBuffer(
        long inode,
        long size,
        long references,
        Optional<String> exporter,
        Optional<String> name,
        List<String> devices,
        boolean devicesRead,
        List<ListedFence> fences,
        boolean allFences) {}
