// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * The differences between two snapshots. The size of a buffer never changes; exporters and processes grow by having more
 * buffers.
 *
 * @param sameBoot whether both are of the same boot. Otherwise inodes and processes cannot be compared: all of the earlier
 *     snapshot count as gone and all of the later one as new
 * @param appeared buffers that only the later snapshot has, by rising inode
 * @param vanished buffers that only the earlier snapshot has, by rising inode
 * @param exporters the exporters that have more or less than before, by falling growth
 * @param processes the processes that hold more or less than before, by falling growth
 */
public record SnapshotDiff(
        boolean sameBoot,
        List<BufferInfo> appeared,
        List<BufferInfo> vanished,
        List<ExporterChange> exporters,
        List<ProcessChange> processes) {
    /**
     * Copies the lists.
     *
     * @param sameBoot whether both are of the same boot
     * @param appeared buffers that only the later snapshot has
     * @param vanished buffers that only the earlier snapshot has
     * @param exporters the exporters that have more or less than before
     * @param processes the processes that hold more or less than before
     */
    public SnapshotDiff {
        appeared = List.copyOf(appeared);
        vanished = List.copyOf(vanished);
        exporters = List.copyOf(exporters);
        processes = List.copyOf(processes);
    }

    /**
     * Compares two snapshots of one machine.
     *
     * @param earlier the first snapshot
     * @param later the second snapshot
     * @return the differences
     */
    public static SnapshotDiff between(Snapshot earlier, Snapshot later) {
        return new SnapshotComparison(earlier, later).diff();
    }
}
