// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/** What a source can tell of buffers. */
public enum StatsCapability {
    /** Lists all buffers of the machine, those that no process holds included. */
    ALL_BUFFERS,
    /** The size and the exporter of each buffer. */
    SIZE_AND_EXPORTER,
    /** The names that programs gave to buffers. */
    NAME,
    /** How many references the kernel counts to a buffer's file. */
    REFERENCES,
    /** Which processes hold a buffer, by which descriptors and mappings. */
    HOLDERS,
    /**
     * Shows every process of the machine and all that each holds: the kernel alone holds a buffer without a holder. A
     * source reports that of a reading in which nothing was hidden from it.
     */
    ALL_HOLDERS,
    /** Which devices are attached to a buffer. */
    DEVICES,
    /** How many mappings each attached device has. */
    MAP_COUNTERS,
    /** The fences in a buffer's reservation object. */
    FENCES
}
