// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which processes have ended. One that was not seen to run is not known to have ended: a reader may see its buffers and not the
 * process (hidepid).
 */
final class ProcessLives {
    private final Predicate<ProcessId> isRunning;
    private final Map<ProcessId, State> states = new HashMap<>();

    private enum State {
        NOT_KNOWN,
        RUNNING,
        ENDED
    }

    ProcessLives(Predicate<ProcessId> isRunning) {
        this.isRunning = isRunning;
    }

    /** Takes a process that holds a buffer now. */
    void seen(ProcessId process) {
        states.computeIfAbsent(process, added -> isRunning.test(added) ? State.RUNNING : State.NOT_KNOWN);
    }

    boolean hasEnded(ProcessId process) {
        return now(process) == State.ENDED;
    }

    boolean isRunning(ProcessId process) {
        return now(process) == State.RUNNING;
    }

    private State now(ProcessId process) {
        State before = states.getOrDefault(process, State.NOT_KNOWN);
        if (before != State.RUNNING || isRunning.test(process)) {
            return before;
        }
        states.put(process, State.ENDED);
        return State.ENDED;
    }

    /** Forgets all others. */
    void retain(Collection<ProcessId> holders, Collection<ProcessId> lastHolders) {
        Set<ProcessId> kept = new HashSet<>(holders);
        kept.addAll(lastHolders);
        states.keySet().retainAll(kept);
    }
}
