// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a snapshot knows of a process beside its name: that which {@link MachineStats#with} has asked for. It is empty where nobody
 * asked, where the process had ended by then, and where this user may not read it (hidepid).
 *
 * <p>All texts are chosen by others: they may contain line ends and control sequences of a terminal.
 *
 * @param program what a JVM runs, as jps prints it: the simple name of its main class, or the name of its jar file; at most 64
 *     characters. Empty for other processes, and where the command line does not say it
 * @param controlGroup the control group
 * @param uid the effective user id, in the reader's user namespace
 * @param user the name of that user; empty also if it has none
 */
public record ProcessDetails(
        Optional<String> program, Optional<ControlGroup> controlGroup, OptionalLong uid, Optional<String> user) {
    /** Nothing is known. */
    public static final ProcessDetails NONE =
            new ProcessDetails(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());

    /** Whether anything is known. */
    boolean isKnown() {
        return program.isPresent() || controlGroup.isPresent() || uid.isPresent() || user.isPresent();
    }
}
