// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Duration;

/**
 * What the snapshots of a {@link SnapshotCache} have cost since it was made.
 *
 * @param snapshots how many were taken
 * @param failures how many could not be taken; they are not among {@code snapshots}
 * @param total how long both took together
 * @param last how long the last one took; zero before the first
 */
public record SnapshotCost(long snapshots, long failures, Duration total, Duration last) {
    static final SnapshotCost NONE = new SnapshotCost(0, 0, Duration.ZERO, Duration.ZERO);

    SnapshotCost plus(Duration took, boolean isTaken) {
        return new SnapshotCost(snapshots + (isTaken ? 1 : 0), failures + (isTaken ? 0 : 1), total.plus(took), took);
    }
}
