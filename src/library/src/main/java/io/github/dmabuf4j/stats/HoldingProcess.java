// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A process that holds buffers.
 *
 * @param pid its number in the reader's pid namespace
 * @param command its name, at most 15 bytes; the process may change it
 * @param startTicks when it started: clock ticks (of {@code sysconf(_SC_CLK_TCK)}, 100 a second) after the boot
 */
public record HoldingProcess(int pid, String command, long startTicks) {
    /**
     * Identifies this process in other snapshots of the same boot.
     *
     * @return number and start
     */
    public ProcessId id() {
        return new ProcessId(pid, startTicks);
    }
}
