// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.procfs.HeldBuffers;
import io.github.dmabuf4j.internal.procfs.ProcfsScope;
import io.github.dmabuf4j.internal.procfs.ReadProblem;
import io.github.dmabuf4j.internal.sys.Capability;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a reading of procfs lacks, in words. */
final class ProcfsNotes {
    private static final int SHOWN = 4;

    private ProcfsNotes() {}

    /** Which processes were not seen, each with what to do. */
    static List<Note> of(ProcfsScope scope) {
        List<Note> notes = new ArrayList<>();
        if (scope.isInner()) {
            notes.add(note("processes outside of this pid namespace are not visible", "run outside of this container"));
        }
        if (scope.hidden()) {
            notes.add(note("the processes of other users are hidden (procfs is mounted with hidepid)", advice()));
        }
        if (scope.denied()) {
            notes.add(note("some processes may not be read", advice()));
        }
        return notes;
    }

    private static Note note(String text, String advice) {
        return new Note(text, List.of(advice));
    }

    private static String advice() {
        return Privileges.ofThisThread().missing(Capability.CAP_SYS_PTRACE);
    }

    /** What of a process could not be read; empty if all of it could. */
    static Optional<Unreadable> unreadable(HeldBuffers process) {
        List<ReadProblem> problems = process.problems();
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        String command = process.command().isEmpty() ? "" : " (" + TerminalEscape.of(process.command()) + ")";
        String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
        String reason = problems.stream().limit(SHOWN).map(ReadProblem::text).collect(Collectors.joining("; ")) + more;
        return Optional.of(new Unreadable("process " + process.pid() + command, reason));
    }
}
