// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.PidNamespace;
import java.util.List;

/**
 * How many of the machine's processes a reading of procfs has seen.
 *
 * @param isWholeMachine whether it has seen all of them, and all that each holds
 * @param isInner whether procfs shows the pid namespace of a container
 * @param hidden whether procfs hides processes from this user
 * @param denied whether this user may not read some of the processes that it shows
 */
public record ProcfsScope(boolean isWholeMachine, boolean isInner, boolean hidden, boolean denied) {
    /**
     * Of one reading.
     *
     * @param hasFirst whether process 1 is shown
     * @param problems of all processes
     */
    static ProcfsScope of(boolean hasFirst, PidNamespace namespace, List<ReadProblem> problems) {
        // Each pid namespace has a process 1. If it is not shown, others are not shown either.
        boolean hidden = !hasFirst;
        boolean denied = problems.stream().anyMatch(problem -> ErrorNumber.isNoPermission(problem.errno()));
        boolean whole = !hidden && problems.isEmpty() && namespace.isInitial();
        return new ProcfsScope(whole, !whole && namespace.isInner(), hidden, denied);
    }
}
