// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.support.Holder;
import java.io.IOException;
import java.util.Set;

/** Reads from a new snapshot, for tests. */
final class Seen {
    private Seen() {}

    static Snapshot now() throws IOException {
        try (MachineStats stats = MachineStats.open()) {
            return stats.snapshot();
        }
    }

    /** Takes a snapshot from all sources, also those that would report nothing new. */
    static Snapshot byAll() throws IOException {
        try (MachineStats stats = MachineStats.openAll()) {
            return stats.snapshot();
        }
    }

    /** Takes a snapshot from only the sources of these names. */
    static Snapshot by(String... sources) throws IOException {
        try (MachineStats stats = MachineStats.open(Set.of(sources))) {
            return stats.snapshot();
        }
    }

    static BufferInfo buffer(long inode) throws IOException {
        return now().buffer(inode).orElseThrow(() -> new AssertionError("no such buffer: " + inode));
    }

    static ProcessUsage usage(Holder holder) throws IOException {
        return usage(now(), holder);
    }

    /** Returns the usage of a process; zeros if it holds nothing. */
    static ProcessUsage usage(Snapshot snapshot, Holder holder) {
        int pid = (int) holder.pid();
        return snapshot.processes().stream()
                .filter(usage -> usage.process().pid() == pid)
                .findFirst()
                .orElse(new ProcessUsage(new HoldingProcess(pid, "", 0), 0, 0, 0, 0, 0, 0));
    }

    static int pid(Holder holder) {
        return (int) holder.pid();
    }
}
