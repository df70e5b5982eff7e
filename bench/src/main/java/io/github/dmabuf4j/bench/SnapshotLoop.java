// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.MachineStats;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** A program that keeps taking snapshots of the machine. It shows how much memory that needs. */
public final class SnapshotLoop {
    private SnapshotLoop() {}

    /** Takes snapshots. Arguments: how many, and the names of the sources; without names, those that this library chooses. */
    public static void main(String[] arguments) throws DmaBufException {
        Set<String> sources = new TreeSet<>(Arrays.asList(arguments).subList(1, arguments.length));
        long buffers = 0;
        try (MachineStats stats = sources.isEmpty() ? MachineStats.open() : MachineStats.open(sources)) {
            for (int left = Integer.parseInt(arguments[0]); left > 0; left--) {
                buffers += stats.snapshot().buffers().size();
            }
        }
        System.out.println(buffers);
    }
}
