// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** All buffers read anew. */
public class SnapshotOfAll extends LiveBuffers {
    @Param({"1", "100", "1000", "10000"})
    public int buffers;

    @Override
    protected int count() {
        return buffers;
    }

    @Benchmark
    @Figure(operation = "snapshot")
    @Headline("buffers=1000")
    public SysfsSnapshot snapshot() throws DmaBufException {
        return stats.snapshot();
    }
}
