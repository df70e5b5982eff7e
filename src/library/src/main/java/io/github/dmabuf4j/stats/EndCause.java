// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/** Why a process has ended. */
public enum EndCause {
    /** It has ended itself, with an exit code. */
    EXITED,
    /** A signal has ended it. */
    KILLED,
    /** The kernel has killed it because the memory of the machine, or of its control group, was short. */
    OOM_KILLED,
    /**
     * The kernel did not report it. Before Linux 6.15 it reports how a process has ended only to readers who may trace the process, and
     * only until the parent has waited for it.
     */
    UNKNOWN
}
