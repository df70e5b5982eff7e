// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Processes whose end causes a sample, by number, by name or by control group. */
public final class ProcessChoice {
    private final OptionalInt pid;
    private final Predicate<? super String> names;
    private final Optional<Predicate<? super ControlGroup>> groups;

    private ProcessChoice(
            OptionalInt pid, Predicate<? super String> names, Optional<Predicate<? super ControlGroup>> groups) {
        this.pid = pid;
        this.names = names;
        this.groups = groups;
    }

    /**
     * One process, which must be there when the sampler starts.
     *
     * @param number its number
     * @return the choice
     */
    public static ProcessChoice pid(int number) {
        return new ProcessChoice(OptionalInt.of(number), name -> false, Optional.empty());
    }

    /**
     * All processes with certain names, also those that start later. They are looked for once a second; one that runs for a shorter
     * time may be missed.
     *
     * @param names tests the name of a process, which the kernel limits to 15 bytes; called by the sampler's thread
     * @return the choice
     */
    public static ProcessChoice named(Predicate<? super String> names) {
        return new ProcessChoice(OptionalInt.empty(), names, Optional.empty());
    }

    /**
     * All processes of certain control groups, also those that start later. They are looked for once a second; one that runs for a
     * shorter time may be missed.
     *
     * @param groups tests the control group of a process; called by the sampler's thread
     * @return the choice
     */
    public static ProcessChoice inControlGroup(Predicate<? super ControlGroup> groups) {
        return new ProcessChoice(OptionalInt.empty(), name -> false, Optional.of(groups));
    }

    /** The one process; empty for a choice that later processes can belong to. */
    OptionalInt pid() {
        return pid;
    }

    /** Whether the choice is a process by its name or its control group. */
    boolean admits(String name, Supplier<Optional<ControlGroup>> group) {
        return groups.isPresent() ? group.get().filter(groups.get()).isPresent() : names.test(name);
    }
}
