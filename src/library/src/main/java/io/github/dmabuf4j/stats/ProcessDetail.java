// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * Something of a process that a snapshot contains only where {@link MachineStats#with} has asked for it: it costs at least one file of
 * procfs for each process that holds a buffer.
 */
public enum ProcessDetail {
    /** What a JVM runs: {@link ProcessDetails#program}. It takes {@code /proc/PID/cmdline} of processes that are called java. */
    PROGRAM,
    /** The control group: {@link ProcessDetails#controlGroup}. It takes {@code /proc/PID/cgroup}. */
    CONTROL_GROUP,
    /** The user: {@link ProcessDetails#uid} and {@link ProcessDetails#user}. It takes the owner of {@code /proc/PID} and the name
     * service, which may ask a server. */
    USER
}
