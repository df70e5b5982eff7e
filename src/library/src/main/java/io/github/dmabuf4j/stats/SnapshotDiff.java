// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;

/**
 * What is new, gone and grown between two snapshots. A buffer itself never grows: exporters and processes do.
 *
 * @param sameBoot whether inodes and processes mean the same in both: otherwise all count as gone and as new
 * @param appeared buffers of the later snapshot alone, by rising inode
 * @param vanished buffers of the earlier snapshot alone, by rising inode
 * @param exporters those that have more or less than before, the most grown first
 * @param processes those that hold more or less than before, the most grown first
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
     * @param sameBoot whether inodes mean the same in both
     * @param appeared buffers of the later snapshot alone
     * @param vanished buffers of the earlier snapshot alone
     * @param exporters that have changed
     * @param processes that have changed
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
     * @param earlier the first
     * @param later the second
     * @return the differences
     */
    public static SnapshotDiff between(Snapshot earlier, Snapshot later) {
        return new SnapshotComparison(earlier, later).diff();
    }
}
