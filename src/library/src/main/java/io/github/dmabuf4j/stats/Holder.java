// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * How one process holds one buffer. A process counts as one holder, whatever the number of its descriptors and mappings.
 *
 * @param process the process
 * @param fds its descriptors of the buffer, by rising number
 * @param mappings its mappings of the buffer, by rising address
 */
public record Holder(HoldingProcess process, List<Integer> fds, List<MappedRange> mappings) {
    /**
     * Copies the lists.
     *
     * @param process the process
     * @param fds its descriptors of the buffer
     * @param mappings its mappings of the buffer
     */
    public Holder {
        fds = List.copyOf(fds);
        mappings = List.copyOf(mappings);
    }

    /**
     * Adds up the length of the mappings.
     *
     * @return bytes of the process's address space
     */
    public long mappedBytes() {
        return mappings.stream().mapToLong(MappedRange::length).sum();
    }
}
