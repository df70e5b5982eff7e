// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/** Something that a source of statistics reports, or does not. */
public enum StatsCapability {
    /** All buffers of the machine, also those that no process holds. */
    ALL_BUFFERS,
    /** The size and the exporter of each buffer. */
    SIZE_AND_EXPORTER,
    /** The names that programs gave to buffers. */
    NAME,
    /** How many references the kernel counts to the file of each buffer. */
    REFERENCES,
    /** Which processes hold a buffer, with their descriptors and mappings. */
    HOLDERS,
    /**
     * Every process of the machine and all buffers that each holds: the kernel alone holds a buffer without a holder. A
     * source has this capability in a reading in which nothing was hidden from it.
     */
    ALL_HOLDERS,
    /** Which devices are attached to each buffer. */
    DEVICES,
    /** How many mappings each attached device has. */
    MAP_COUNTERS,
    /** The fences in the reservation object of each buffer. */
    FENCES
}
