// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * How one process holds one buffer. It is one holder, with however many descriptors and mappings.
 *
 * @param process the process
 * @param fds its descriptors of the buffer, rising
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
     * How much of its address space the mappings take.
     *
     * @return bytes
     */
    public long mappedBytes() {
        return mappings.stream().mapToLong(MappedRange::length).sum();
    }
}
