// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A snapshot, and the reason why it was taken.
 *
 * @param reason {@link #START}, {@link #INTERVAL}, {@link #PRESSURE}, {@link #OOM_KILL}, or the program's own
 * @param snapshot the machine's buffers
 */
public record Sample(String reason, Snapshot snapshot) {
    /** The first sample of a sampler. */
    public static final String START = "start";

    /** The time between two periodic samples has passed. */
    public static final String INTERVAL = "interval";

    /** The kernel signaled memory pressure. */
    public static final String PRESSURE = "pressure";

    /** The kernel has killed a process because the memory of the machine, or of a control group, was short. */
    public static final String OOM_KILL = "oom-kill";
}
