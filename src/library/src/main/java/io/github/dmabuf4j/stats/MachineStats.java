// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.jfr.SnapshotEvent;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All DMA-BUFs of the machine: what {@link BpfStats}, {@link SysfsStats}, {@link DebugfsStats} and {@link ProcfsStats} report on
 * this kernel, merged by inode.
 *
 * <p>An object remembers the buffers of its last snapshot: the next one reads only the files of new buffers. It also keeps the
 * BPF programs that it has loaded, and the file of debugfs open. A program that takes many snapshots should keep one object, and close
 * it in the end. Without a close both are freed after a garbage collection, or when the process ends. It may be used by any thread.
 */
public final class MachineStats implements AutoCloseable {
    /** The sources by name, in the order of their reading. Processes come last: the buffers that they hold are known then. */
    private static final Map<String, LazySource.Opener> OPENERS = openers();

    private final List<LazySource> sources;
    private final SourceChoice choice;
    private final Set<ProcessDetail> details;

    private MachineStats(List<LazySource> sources, SourceChoice choice) {
        this(sources, choice, Set.of());
    }

    private MachineStats(List<LazySource> sources, SourceChoice choice, Collection<ProcessDetail> details) {
        this.sources = List.copyOf(sources);
        this.choice = choice;
        this.details = Set.copyOf(details);
    }

    private static Map<String, LazySource.Opener> openers() {
        Map<String, LazySource.Opener> openers = new LinkedHashMap<>();
        openers.put("bpf", BpfStats::openAny);
        openers.put("sysfs", SysfsStats::open);
        openers.put("debugfs", DebugfsStats::open);
        openers.put("procfs", ProcfsStats::open);
        return openers;
    }

    /**
     * Uses the sources that this kernel offers to this user. A snapshot leaves out those that would report nothing new, such as
     * procfs where BPF iterators have reported the holders. It reports which of the others are missing, and why.
     *
     * <p>Of what only one source reports, the counters of mappings by devices (sysfs) and the drivers of fences (debugfs), a snapshot
     * may lack some. {@link #openAll} reads all sources.
     *
     * @return the view
     * @throws UnsupportedKernelException if there is no source; the suppressed exceptions say, with their errno, why each
     *     is missing
     */
    public static MachineStats open() throws UnsupportedKernelException {
        return open(SourceChoice.NEEDED);
    }

    /**
     * Uses every source that this kernel offers to this user, also those that report what others have reported. Each snapshot
     * reports which are missing, and why.
     *
     * @return the view
     * @throws UnsupportedKernelException as {@link #open()}
     */
    public static MachineStats openAll() throws UnsupportedKernelException {
        return open(SourceChoice.ALL);
    }

    private static MachineStats open(SourceChoice choice) throws UnsupportedKernelException {
        List<LazySource> sources = new ArrayList<>();
        OPENERS.forEach((name, opener) -> sources.add(new LazySource(name, opener)));
        // One is enough to read something. The others are opened by the first snapshot that needs them, if any does.
        if (sources.stream().noneMatch(source -> source.open().isPresent())) {
            throw noSource(sources);
        }
        return new MachineStats(sources, choice);
    }

    private static UnsupportedKernelException noSource(List<LazySource> sources) {
        String reasons = sources.stream()
                .flatMap(source -> source.failure().stream())
                .map(why -> String.valueOf(why.getMessage()))
                .collect(Collectors.joining("; "));
        UnsupportedKernelException none =
                new UnsupportedKernelException("open", "the sources of statistics", 0, reasons);
        sources.forEach(source -> source.failure().ifPresent(none::addSuppressed));
        return none;
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
        boolean isOpen = false;
        try {
            for (Map.Entry<String, LazySource.Opener> opener : OPENERS.entrySet()) {
                if (names.contains(opener.getKey())) {
                    sources.add(opener.getValue().open());
                }
            }
            isOpen = true;
            return of(sources);
        } finally {
            if (!isOpen) {
                sources.forEach(StatsSource::close);
            }
        }
    }

    /**
     * Uses sources that the program has opened or implemented itself.
     *
     * @param sources the sources in the order of their reading; one that reports processes comes last. They belong to the
     *     view, and {@link #close} closes them
     * @return the view
     * @throws IllegalArgumentException if there is no source
     */
    public static MachineStats of(List<StatsSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no source");
        }
        return new MachineStats(sources.stream().map(LazySource::of).toList(), SourceChoice.ALL);
    }

    /**
     * Also reads details of the processes that hold buffers, from {@code /proc}. Without this a snapshot has none, since each costs a
     * file for each of these processes.
     *
     * @param wanted what to read
     * @return a view of the same sources whose snapshots have these details alone. It takes the place of this one: to close either
     *     closes the sources
     */
    public MachineStats with(Collection<ProcessDetail> wanted) {
        return new MachineStats(sources, choice, wanted);
    }

    /**
     * The names of all sources.
     *
     * @return {@code bpf}, {@code sysfs}, {@code debugfs} and {@code procfs}
     */
    public static Set<String> sourceNames() {
        return OPENERS.keySet();
    }

    /**
     * Reads the sources.
     *
     * @return what they report now
     * @throws DmaBufException if none of them can be read
     */
    public Snapshot snapshot() throws DmaBufException {
        SnapshotEvent event = Events.snapshot();
        Snapshot snapshot = new SnapshotBuilder(choice, details).run(sources);
        if (event != null) {
            commit(event, snapshot);
        }
        return snapshot;
    }

    private static void commit(SnapshotEvent event, Snapshot snapshot) {
        event.taken();
        String read = snapshot.sources().stream()
                .filter(SourceReport::used)
                .map(SourceReport::source)
                .collect(Collectors.joining(" "));
        event.commit(
                read,
                snapshot.buffers().size(),
                snapshot.totals().all().bytes(),
                snapshot.processes().size());
    }

    /** Closes the sources. Further calls do nothing. */
    @Override
    public void close() {
        sources.forEach(LazySource::close);
    }
}
