// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.events.GroupOomKills;
import io.github.dmabuf4j.internal.events.UnexplainedKills;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.procfs.ProcessFacts;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import io.github.dmabuf4j.internal.sys.ProcessWatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches processes, and says how each has ended. For one thread at a time. */
final class ProcessEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Path PROC = Path.of("/proc");
    private static final String CALL = "pidfd_open";

    /** Each process takes a descriptor. */
    private static final int MOST = 1024;

    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +([0-9]{1,9}) .*");

    /** A process that cannot be watched because there are too many, or the kernel does not allow it. */
    private static final int REFUSED = -1;

    /** For at most 5 ms. */
    private static final int MOST_TRIES = 5;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final ProcessWatches watches = new ProcessWatches();
    private final Map<Integer, Watched> byDescriptor = new HashMap<>();
    private final Map<ProcessId, Watched> byProcess = new HashMap<>();
    private final List<ProcessEnd> early = new ArrayList<>();

    /** Holders of the last snapshot that were not there: as long as snapshots show them, they do not end again. */
    private final Set<ProcessId> missing = new HashSet<>();

    private int most = most(KernelFile.readAll("/proc/self/limits").text());
    private boolean isFull;

    /**
     * A process.
     *
     * @param chosen whether it is watched whatever it holds
     */
    private record Watched(int pidfd, ProcessId id, String name, GroupOomKills group, boolean chosen) {
        Watched asChosen() {
            return new Watched(pidfd, id, name, group, true);
        }
    }

    private ProcessEnds() {}

    /**
     * How many processes to watch: at most half of the descriptors that this process may have, since samples need some.
     *
     * @param limits the text of the limits of this process in procfs
     */
    static int most(String limits) {
        return limits.lines()
                .map(OPEN_FILES::matcher)
                .filter(Matcher::matches)
                .mapToInt(line -> Math.min(MOST, Integer.parseInt(line.group(1)) / 2))
                .findFirst()
                .orElse(MOST);
    }

    /** Opens an empty set, where this kernel has descriptors of processes. */
    static ProcessEnds open() throws DmaBufException {
        ProcessEnds ends = new ProcessEnds();
        int result = ends.watches.open();
        if (result < 0) {
            throw new DmaBufException("epoll_create1", "a new sampler", -result);
        }
        boolean isOwned = false;
        try {
            ends.watches.remove(ends.opened((int) ProcessHandle.current().pid()));
            isOwned = true;
            return ends;
        } finally {
            if (!isOwned) {
                ends.close();
            }
        }
    }

    /** The descriptor that can be read when a process has ended. */
    int number() {
        return watches.number();
    }

    /**
     * Watches a process that must be there.
     *
     * @throws DmaBufException if it is not there (ESRCH), there are no more descriptors (EMFILE, ENFILE), or this kernel has no
     *     descriptors of processes (ENOSYS, before Linux 5.3)
     */
    void watch(int pid) throws DmaBufException {
        int pidfd = opened(pid);
        ProcessFacts facts = new ProcessFacts(PROC, pid);
        facts.stat()
                .ifPresentOrElse(
                        found -> keep(
                                pidfd,
                                new ProcessId(pid, found.startTicks()),
                                facts.program(found.command()).orElse(found.command()),
                                true),
                        () -> keep(pidfd, new ProcessId(pid, 0), "", true));
    }

    private int opened(int pid) throws DmaBufException {
        int pidfd = watches.add(pid);
        if (pidfd == -LibC.ENOSYS()) {
            throw new UnsupportedKernelException(
                    CALL, "process " + pid, LibC.ENOSYS(), "the end of a process is reported from Linux 5.3 on");
        }
        if (pidfd < 0) {
            throw new DmaBufException(CALL, "process " + pid, -pidfd);
        }
        return pidfd;
    }

    /** Watches a process that was there shortly before, whatever it holds. */
    void watchChosen(ProcessId process, String name) {
        watch(process, name, true);
    }

    /** Watches the processes that hold buffers, and the chosen ones. */
    void watchHolders(Snapshot snapshot) {
        Set<ProcessId> holders = new HashSet<>();
        for (ProcessUsage usage : snapshot.processes()) {
            holders.add(usage.process().id());
            watch(usage.process().id(), usage.process().title(), false);
        }
        missing.retainAll(holders);
        List<Watched> others = byProcess.values().stream()
                .filter(one -> !one.chosen() && !holders.contains(one.id()))
                .toList();
        others.forEach(this::forget);
    }

    private void watch(ProcessId process, String name, boolean chosen) {
        Watched known = byProcess.get(process);
        if (known != null) {
            keepOn(known, chosen);
        } else if (process.pid() > 0) {
            watchNew(process, name, chosen);
        }
    }

    /** It may have been moved to another control group. */
    private void keepOn(Watched known, boolean chosen) {
        String group = group(known.id().pid());
        boolean isMoved = !group.isEmpty() && !group.equals(known.group().path());
        if (isMoved) {
            keep(known.pidfd(), known.id(), known.name(), known.chosen() || chosen);
        } else if (chosen && !known.chosen()) {
            keep(known.asChosen());
        }
    }

    /** Empty where it is not known. */
    private static String group(int pid) {
        return new ProcessFacts(PROC, pid).controlGroup().orElse("");
    }

    private void watchNew(ProcessId process, String name, boolean chosen) {
        int pidfd = descriptor(process.pid());
        if (pidfd == REFUSED) {
            return;
        }
        ProcessFacts facts = new ProcessFacts(PROC, process.pid());
        if (pidfd >= 0 && facts.isStillThere(process.startTicks())) {
            keep(pidfd, process, name, chosen);
            return;
        }
        watches.remove(pidfd);
        boolean isGone = pidfd < 0 || facts.isGone(process.startTicks());
        if (isGone && (chosen || missing.add(process))) {
            // It has ended since it was seen, and another process may have its number.
            early.add(ProcessEnd.unknown(process, name));
        }
    }

    private void keep(int pidfd, ProcessId process, String name, boolean chosen) {
        keep(new Watched(pidfd, process, name, new GroupOomKills(group(process.pid())), chosen));
    }

    private void keep(Watched watched) {
        byDescriptor.put(watched.pidfd(), watched);
        byProcess.put(watched.id(), watched);
    }

    /** Returns a descriptor of the process, a negative errno that says that it has ended, or {@link #REFUSED}. */
    private int descriptor(int pid) {
        if (watches.size() >= most) {
            warnThatFull();
            return REFUSED;
        }
        int pidfd = watches.add(pid);
        if (pidfd >= 0 || pidfd == -LibC.ESRCH()) {
            return pidfd;
        }
        if (pidfd == -LibC.EMFILE() || pidfd == -LibC.ENFILE()) {
            makeRoom();
        }
        return REFUSED;
    }

    /** The samples themselves need descriptors. */
    private void makeRoom() {
        most = Math.max(1, watches.size() / 2);
        List<Watched> all =
                byProcess.values().stream().filter(one -> !one.chosen()).toList();
        all.stream().skip(Math.min(all.size(), most)).forEach(this::forget);
        warnThatFull();
    }

    private void warnThatFull() {
        if (!isFull) {
            isFull = true;
            LOG.warn("the ends of {} processes are watched, and not those of more: each takes a descriptor", most);
        }
    }

    private void forget(Watched watched) {
        byDescriptor.remove(watched.pidfd());
        byProcess.remove(watched.id());
        watches.remove(watched.pidfd());
    }

    /** Whether a process has ended that no descriptor reports. */
    boolean hasEarly() {
        return !early.isEmpty();
    }

    /** Returns the processes that have ended since the last call. */
    List<ProcessEnd> ended(UnexplainedKills kills) {
        List<ProcessEnd> ended = new ArrayList<>(early);
        watches.forEachEnded(pidfd -> {
            Watched watched = byDescriptor.get(pidfd);
            if (watched == null) {
                watches.remove(pidfd);
            } else {
                ended.add(end(watched, kills));
            }
        });
        ended.forEach(end -> forget(end.process()));
        early.clear();
        return ended;
    }

    private void forget(ProcessId process) {
        Watched watched = byProcess.get(process);
        if (watched != null) {
            forget(watched);
        }
    }

    private static ProcessEnd end(Watched watched, UnexplainedKills kills) {
        OptionalInt status = status(watched);
        if (status.isPresent()) {
            ProcessEnd end = ProcessEnd.of(watched.id(), watched.name(), status.getAsInt());
            return end.isBySigkill() && kills.explainedBy(watched.group()) ? end.forLackOfMemory() : end;
        }
        ProcessEnd end = ProcessEnd.unknown(watched.id(), watched.name());
        return kills.explainedBy(watched.group()) ? end.forLackOfMemory() : end;
    }

    /**
     * Until its parent has waited for it, procfs reports how it has ended, to those who may know it. Afterwards the descriptor does, to
     * all. A parent mostly waits at once.
     */
    private static OptionalInt status(Watched watched) {
        ProcessFacts facts = new ProcessFacts(PROC, watched.id().pid());
        OptionalInt status = facts.exitStatus(watched.id().startTicks());
        for (int tries = 0; status.isEmpty() && tries < MOST_TRIES; tries++) {
            // First of all: when the process is gone, the descriptor has what it will ever have.
            boolean isGone = facts.isGone(watched.id().startTicks());
            int reported = ProcessCalls.exitStatus(watched.pidfd());
            if (isGone || reported != ProcessCalls.NO_STATUS) {
                return reported == ProcessCalls.NO_STATUS ? OptionalInt.empty() : OptionalInt.of(reported);
            }
            LockSupport.parkNanos(PAUSE);
        }
        return status;
    }

    @Override
    public void close() {
        watches.close();
    }
}
