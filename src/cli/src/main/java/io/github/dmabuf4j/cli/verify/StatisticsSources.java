// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.ProcfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The sources of statistics that a buffer can be checked in. */
public final class StatisticsSources {
    private static final String FDINFO = "fdinfo";

    /** By name, the source that reports most first. */
    private final Map<String, Opener> openers;

    /** Opens a source of this kernel. */
    interface Opener {
        /** Opens the source and makes sure that it can be read. */
        Statistics open() throws DmaBufException;
    }

    StatisticsSources(Map<String, Opener> openers) {
        this.openers = openers;
    }

    /** The sources that kernels have. */
    public static StatisticsSources ofKernel() {
        Map<String, Opener> openers = new LinkedHashMap<>();
        openers.put("sysfs", () -> new SysfsStatistics(SysfsStats.open()));
        openers.put("bpf", () -> ListedStatistics.of("bpf", BpfStats.open()));
        openers.put("debugfs", () -> ListedStatistics.of("debugfs", DebugfsStats.open()));
        openers.put(FDINFO, () -> ListedStatistics.ofProcesses(FDINFO, ProcfsStats.open()));
        return new StatisticsSources(openers);
    }

    /** The names of all sources, in the order in which they are tried. */
    public Set<String> names() {
        return openers.keySet();
    }

    /**
     * Opens the sources that can be read up to the first that lists all buffers, and those that are required.
     *
     * @param required names of sources
     * @param skipped receives the name of each source that was tried and cannot be read, and the reason
     */
    public List<Statistics> open(Set<String> required, BiConsumer<String, String> skipped) {
        List<Statistics> opened = new ArrayList<>();
        openers.forEach((name, opener) -> {
            if (required.contains(name) || opened.stream().noneMatch(Statistics::listsAllBuffers)) {
                try {
                    opened.add(opener.open());
                } catch (DmaBufException why) {
                    skipped.accept(name, String.valueOf(why.getMessage()));
                }
            }
        });
        return opened;
    }
}
