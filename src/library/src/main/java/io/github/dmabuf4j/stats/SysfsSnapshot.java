// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The buffers that sysfs listed at one scan, and what could not be read of them.
 *
 * <p>A scan is not atomic: buffers come and go meanwhile. A buffer that was freed after it was listed counts as
 * {@code gone}. An entry that could not be read, or makes no sense, is {@code unreadable}. Totals add up {@code buffers}
 * alone: they lack the size of each unreadable entry.
 *
 * @param buffers the buffers that were read, by rising inode
 * @param gone how many buffers were freed while they were read
 * @param unreadable the entries that are there and could not be read
 */
public record SysfsSnapshot(List<SysfsBufferStats> buffers, int gone, List<Unreadable> unreadable) {

    /**
     * Copies the lists.
     *
     * @param buffers the buffers that were read
     * @param gone how many buffers were freed while they were read
     * @param unreadable the entries that could not be read
     */
    public SysfsSnapshot {
        buffers = List.copyOf(buffers);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Adds up the size of the buffers that were read.
     *
     * @return bytes
     */
    public long totalSize() {
        return buffers.stream().mapToLong(SysfsBufferStats::size).sum();
    }

    /**
     * Adds up the size of the buffers that were read, for each exporter.
     *
     * @return bytes by exporter, in alphabetical order
     */
    public Map<String, Long> sizeByExporter() {
        return buffers.stream()
                .collect(Collectors.groupingBy(
                        SysfsBufferStats::exporter, TreeMap::new, Collectors.summingLong(SysfsBufferStats::size)));
    }
}
