// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The buffers that the statistics listed at one scan, and what could not be read of them.
 *
 * <p>A scan is no atomic view: buffers come and go meanwhile. One that went after it was listed is counted as
 * {@code gone}; one whose entry could not be read or makes no sense is {@code unreadable}. Totals are of
 * {@code buffers} alone: with an unreadable entry they are too low by its size.
 *
 * @param buffers by rising inode
 * @param gone how many buffers were freed while they were read
 * @param unreadable the entries that are there and could not be read
 */
public record SysfsSnapshot(List<SysfsBufferStats> buffers, int gone, List<Unreadable> unreadable) {

    /**
     * Copies the lists.
     *
     * @param buffers the buffers read
     * @param gone how many vanished
     * @param unreadable the entries not read
     */
    public SysfsSnapshot {
        buffers = List.copyOf(buffers);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * The size of all buffers read.
     *
     * @return bytes
     */
    public long totalSize() {
        return buffers.stream().mapToLong(SysfsBufferStats::size).sum();
    }

    /**
     * The size of the buffers read, by who allocated them.
     *
     * @return bytes by exporter, in alphabetical order
     */
    public Map<String, Long> sizeByExporter() {
        return buffers.stream()
                .collect(Collectors.groupingBy(
                        SysfsBufferStats::exporter, TreeMap::new, Collectors.summingLong(SysfsBufferStats::size)));
    }
}
