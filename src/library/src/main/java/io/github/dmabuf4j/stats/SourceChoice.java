// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which of the open sources a snapshot reads. */
enum SourceChoice {
    /** All of them. */
    ALL,
    /** Those that report something which those before them have not. */
    NEEDED;

    /**
     * What each source adds at most. Not the counters of mappings, which are not worth two files for each attachment where
     * the devices are known.
     */
    private static final Map<String, Set<StatsCapability>> ADDS = Map.of(
            "bpf",
            EnumSet.of(
                    StatsCapability.ALL_BUFFERS,
                    StatsCapability.SIZE_AND_EXPORTER,
                    StatsCapability.NAME,
                    StatsCapability.REFERENCES,
                    StatsCapability.HOLDERS,
                    StatsCapability.DEVICES),
            "sysfs",
            EnumSet.of(StatsCapability.ALL_BUFFERS, StatsCapability.SIZE_AND_EXPORTER, StatsCapability.DEVICES),
            "debugfs",
            EnumSet.of(
                    StatsCapability.ALL_BUFFERS,
                    StatsCapability.SIZE_AND_EXPORTER,
                    StatsCapability.NAME,
                    StatsCapability.REFERENCES,
                    StatsCapability.DEVICES,
                    StatsCapability.FENCES),
            "procfs",
            EnumSet.of(
                    StatsCapability.SIZE_AND_EXPORTER,
                    StatsCapability.NAME,
                    StatsCapability.REFERENCES,
                    StatsCapability.HOLDERS));

    /** Whether to read a source after those that have reported {@code known}. */
    boolean includes(String source, Set<StatsCapability> known) {
        return this == ALL || !known.containsAll(ADDS.getOrDefault(source, EnumSet.allOf(StatsCapability.class)));
    }
}
