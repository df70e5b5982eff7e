// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * A snapshot, and the reason why it was taken.
 *
 * @param reason {@link #START}, {@link #INTERVAL}, {@link #PRESSURE}, {@link #OOM_KILL}, {@link #PROCESS_END}, {@link #LIMIT}, or
 *     the program's own
 * @param snapshot the machine's buffers
 * @param triggers the processes that had ended, and the limits that were reached. A sample of any reason can find that a limit was
 *     reached
 */
public record Sample(String reason, Snapshot snapshot, List<Trigger> triggers) {
    /** The first sample of a sampler. */
    public static final String START = "start";

    /** The time between two periodic samples has passed. */
    public static final String INTERVAL = "interval";

    /** The kernel signaled memory pressure. */
    public static final String PRESSURE = "pressure";

    /** The kernel has killed a process because the memory of the machine, or of a control group, was short. */
    public static final String OOM_KILL = "oom-kill";

    /** One of the chosen processes has ended, or several that ended at the same time. */
    public static final String PROCESS_END = "process-end";

    /** A periodic sample has found that a limit was reached. */
    public static final String LIMIT = "limit";

    /**
     * Copies the list.
     *
     * @param reason why it was taken
     * @param snapshot the machine's buffers
     * @param triggers what it was taken for
     */
    public Sample {
        triggers = List.copyOf(triggers);
    }

    /**
     * A sample without triggers.
     *
     * @param reason why it was taken
     * @param snapshot the machine's buffers
     */
    public Sample(String reason, Snapshot snapshot) {
        this(reason, snapshot, List.of());
    }
}
