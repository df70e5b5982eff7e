// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A process that holds buffers.
 *
 * @param pid its number in the reader's pid namespace
 * @param command its name, at most 15 bytes; the process may change it
 * @param startTicks when it started: clock ticks (of {@code sysconf(_SC_CLK_TCK)}, 100 a second) after the boot
 * @param details what {@link MachineStats#with} has asked for; else {@link ProcessDetails#NONE}
 */
public record HoldingProcess(int pid, String command, long startTicks, ProcessDetails details) {
    /**
     * A process without details.
     *
     * @param pid its number
     * @param command its name
     * @param startTicks when it started
     */
    public HoldingProcess(int pid, String command, long startTicks) {
        this(pid, command, startTicks, ProcessDetails.NONE);
    }

    /**
     * Adds details.
     *
     * @param known the details
     * @return the same process with these details
     */
    public HoldingProcess with(ProcessDetails known) {
        return new HoldingProcess(pid, command, startTicks, known);
    }

    /**
     * Identifies this process in other snapshots of the same boot.
     *
     * @return number and start
     */
    public ProcessId id() {
        return new ProcessId(pid, startTicks);
    }

    /**
     * The name that says most: what a JVM runs, if that is known, or else the command.
     *
     * @return the name; another program has chosen it
     */
    public String title() {
        return details.program().orElse(command);
    }
}
