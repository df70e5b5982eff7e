// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sums of processes: those of a bounded number each, and those of all others together. */
final class ProcessTable {
    /** Programs that are started for each picture, say, become any number. */
    static final int MOST = 1000;

    /** Those with the most memory left first. */
    private static final Comparator<ProcessSums> ORDER = Comparator.comparingLong(ProcessSums::leftBytes)
            .thenComparingLong(ProcessSums::allocatedBytes)
            .reversed();

    private final Map<TracedProcess, ProcessSums> rows = new HashMap<>();
    private final ProcessSums others = new ProcessSums(new TracedProcess(0, ""));
    private long joined;

    /** The sums of a process, to which an allocation is added at once. */
    ProcessSums of(TracedProcess process) {
        // Not at each new one, since it sorts all.
        if (rows.size() >= 2 * MOST && !rows.containsKey(process)) {
            joinLast();
        }
        return rows.computeIfAbsent(process, ProcessSums::new);
    }

    private void joinLast() {
        for (ProcessSums last : rows.values().stream().sorted(ORDER).skip(MOST).toList()) {
            last.joins(others);
            rows.remove(last.process());
            joined++;
        }
    }

    /** At most {@link #MOST}, those with the most memory left first. */
    List<ProcessSums> rows() {
        joinLast();
        return rows.values().stream().sorted(ORDER).toList();
    }

    /** Those that {@link #rows} leaves out. One that was left out and then allocated again has a row for what came then. */
    ProcessSums others() {
        return others;
    }

    /** How many processes {@link #others} are. */
    long joined() {
        return joined;
    }
}
