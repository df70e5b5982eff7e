// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All DMA-BUFs of the machine: what {@link SysfsStats}, {@link DebugfsStats} and {@link ProcfsStats} report on this
 * kernel, merged by inode.
 *
 * <p>An object remembers the buffers of its last snapshot: the next one reads only the files of new buffers. A program that
 * takes many snapshots should keep one object. It holds nothing open and may be used by any thread.
 */
public final class MachineStats {
    /** The sources by name, in the order of their reading. Processes come last: the buffers that they hold are known then. */
    private static final Map<String, Opener> OPENERS = openers();

    private final List<StatsSource> sources;
    private final List<SourceReport> missing;

    private interface Opener {
        StatsSource open() throws DmaBufException;
    }

    private MachineStats(List<StatsSource> sources, List<SourceReport> missing) {
        this.sources = List.copyOf(sources);
        this.missing = List.copyOf(missing);
    }

    private static Map<String, Opener> openers() {
        Map<String, Opener> openers = new LinkedHashMap<>();
        openers.put("sysfs", SysfsStats::open);
        openers.put("debugfs", DebugfsStats::open);
        openers.put("procfs", ProcfsStats::open);
        return openers;
    }

    /**
     * Uses every source that this kernel offers to this user. Each snapshot reports which are missing, and why.
     *
     * @return the view
     * @throws UnsupportedKernelException if there is no source; the suppressed exceptions say, with their errno, why each
     *     is missing
     */
    public static MachineStats open() throws UnsupportedKernelException {
        List<StatsSource> sources = new ArrayList<>();
        List<SourceReport> missing = new ArrayList<>();
        List<DmaBufException> failures = new ArrayList<>();
        for (Map.Entry<String, Opener> opener : OPENERS.entrySet()) {
            try {
                sources.add(opener.getValue().open());
            } catch (DmaBufException why) {
                missing.add(SourceReport.missing(opener.getKey(), why));
                failures.add(why);
            }
        }
        if (sources.isEmpty()) {
            String reasons = missing.stream()
                    .flatMap(source -> source.notes().stream())
                    .map(Note::sentence)
                    .collect(Collectors.joining("; "));
            UnsupportedKernelException none =
                    new UnsupportedKernelException("open", "the sources of statistics", 0, reasons);
            failures.forEach(none::addSuppressed);
            throw none;
        }
        return new MachineStats(sources, missing);
    }

    /**
     * Uses certain sources.
     *
     * @param names some of {@link #sourceNames}
     * @return the view
     * @throws DmaBufException if this kernel does not have one of them, or this user may not read it
     * @throws IllegalArgumentException if a name is not that of a source, or there is no name
     */
    public static MachineStats open(Set<String> names) throws DmaBufException {
        if (names.isEmpty() || !OPENERS.keySet().containsAll(names)) {
            throw new IllegalArgumentException(
                    "sources are " + OPENERS.keySet() + ", not " + TerminalEscape.sentence(names.toString()));
        }
        List<StatsSource> sources = new ArrayList<>();
        for (Map.Entry<String, Opener> opener : OPENERS.entrySet()) {
            if (names.contains(opener.getKey())) {
                sources.add(opener.getValue().open());
            }
        }
        return new MachineStats(sources, List.of());
    }

    /**
     * Uses sources that the program has opened or implemented itself.
     *
     * @param sources the sources in the order of their reading; one that reports processes comes last
     * @return the view
     * @throws IllegalArgumentException if there is no source
     */
    public static MachineStats of(List<StatsSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no source");
        }
        return new MachineStats(sources, List.of());
    }

    /**
     * The names of all sources.
     *
     * @return {@code sysfs}, {@code debugfs} and {@code procfs}
     */
    public static Set<String> sourceNames() {
        return OPENERS.keySet();
    }

    /**
     * Reads all sources.
     *
     * @return what they report now
     * @throws DmaBufException if none of them can be read
     */
    public Snapshot snapshot() throws DmaBufException {
        return new SnapshotBuilder().run(sources, missing);
    }
}
