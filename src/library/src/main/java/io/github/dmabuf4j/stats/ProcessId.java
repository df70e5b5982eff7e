// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import org.jspecify.annotations.Nullable;

/**
 * Identifies a process of one boot. A process that took over the number of another one has a different start. The name of
 * a process does not identify it: it can change.
 *
 * @param pid the process's number in the reader's pid namespace
 * @param startTicks when it started: clock ticks (of {@code sysconf(_SC_CLK_TCK)}, 100 a second) after the boot
 */
public record ProcessId(int pid, long startTicks) {
    // Of each holder this is computed several times; those of a record take three times as long where only C1 compiles.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessId process && pid == process.pid && startTicks == process.startTicks;
    }

    @Override
    public int hashCode() {
        return 31 * pid + Long.hashCode(startTicks);
    }
}
