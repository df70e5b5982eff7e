// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * Identifies a process of one boot. A process that took over the number of another one has a different start. The name of
 * a process does not identify it: it can change.
 *
 * @param pid the process's number in the reader's pid namespace
 * @param startTicks when it started: clock ticks (of {@code sysconf(_SC_CLK_TCK)}, 100 a second) after the boot
 */
public record ProcessId(int pid, long startTicks) {}
