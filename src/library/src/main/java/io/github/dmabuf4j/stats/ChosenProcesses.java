// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.procfs.ProcessFacts;
import io.github.dmabuf4j.internal.procfs.ProcessStat;
import io.github.dmabuf4j.internal.procfs.RunningProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for the processes that were chosen by name or by control group. For one thread at a time. */
final class ChosenProcesses {
    private static final Path PROC = Path.of("/proc");

    /** A process gets its name, and mostly its control group, in the first moments. */
    private static final long YOUNG = Duration.ofSeconds(10).toNanos();

    private static final long PERIOD = Duration.ofSeconds(1).toNanos();

    private final List<ProcessChoice> choices;
    private long lastLook = System.nanoTime() - PERIOD;

    /** When each process was seen first, in nanoseconds. */
    private final Map<Integer, Long> firstSeen = new HashMap<>();

    ChosenProcesses(List<ProcessChoice> choices) {
        this.choices = choices.stream().filter(choice -> choice.pid().isEmpty()).toList();
    }

    /** Watches those that are there, at most once a second. Of processes that were there long before, no name is read again. */
    void watchYoung(ProcessEnds ends) {
        long now = System.nanoTime();
        if (now - lastLook >= PERIOD) {
            lastLook = now;
            look(ends, false);
        }
    }

    /** Watches those that are there. */
    void watchAll(ProcessEnds ends) {
        look(ends, true);
    }

    private void look(ProcessEnds ends, boolean all) {
        if (choices.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        Set<Integer> running = RunningProcesses.of(PROC);
        firstSeen.keySet().retainAll(running);
        for (int pid : running) {
            Long first = firstSeen.putIfAbsent(pid, now);
            if (all || first == null || now - first < YOUNG) {
                watchIfChosen(pid, ends);
            }
        }
    }

    private void watchIfChosen(int pid, ProcessEnds ends) {
        ProcessFacts facts = new ProcessFacts(PROC, pid);
        Optional<ProcessStat> stat = facts.stat().filter(found -> mayEnd(found) && isChosen(found, facts));
        stat.ifPresent(found -> ends.watchChosen(
                new ProcessId(pid, found.startTicks()),
                facts.program(found.command()).orElse(found.command())));
    }

    /** One that has ended already is listed until its parent has waited for it. */
    private static boolean mayEnd(ProcessStat stat) {
        return !stat.kernelThread() && !stat.firstThreadEnded();
    }

    private boolean isChosen(ProcessStat stat, ProcessFacts facts) {
        return choices.stream()
                .anyMatch(choice ->
                        choice.admits(stat.command(), () -> facts.controlGroup().map(ControlGroup::new)));
    }
}
