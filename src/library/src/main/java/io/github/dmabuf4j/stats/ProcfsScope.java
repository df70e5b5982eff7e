// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Privileges;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the machine's processes a reading of procfs has seen.
 *
 * @param isWholeMachine whether it has seen all of them, and all that each holds
 * @param isInner whether procfs shows the pid namespace of a container
 * @param hidden whether procfs hides processes from this user
 * @param denied whether this user may not read some that it shows
 */
record ProcfsScope(boolean isWholeMachine, boolean isInner, boolean hidden, boolean denied) {

    static ProcfsScope of(List<Integer> pids, PidNamespace namespace, List<ReadProblem> problems) {
        // A pid namespace always has a process 1: where it is not shown, others are not either.
        boolean hidden = !pids.contains(1);
        boolean denied = problems.stream().anyMatch(problem -> ErrorNumber.isNoPermission(problem.errno()));
        boolean whole = !hidden && problems.isEmpty() && namespace.isInitial();
        return new ProcfsScope(whole, !whole && namespace.isInner(), hidden, denied);
    }

    /** What was missing, with what to do. */
    List<Note> notes() {
        List<Note> notes = new ArrayList<>();
        if (isInner) {
            notes.add(note("processes outside of this pid namespace are not visible", "run outside of this container"));
        }
        if (hidden) {
            notes.add(note("the processes of other users are hidden (procfs is mounted with hidepid)", advice()));
        }
        if (denied) {
            notes.add(note("processes of other users may not be read", advice()));
        }
        return notes;
    }

    private static Note note(String text, String advice) {
        return new Note(text, List.of(advice));
    }

    private static String advice() {
        return Privileges.ofThisThread().missing(Capability.CAP_SYS_PTRACE);
    }
}
