// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import io.github.dmabuf4j.stats.SysfsStats;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Reads the statistics of all buffers. */
public class SnapshotOfAll extends LiveBuffers {
    @Param({"1", "100", "1000", "10000"})
    public int buffers;

    private SysfsStats withoutAttachments;

    @Override
    protected int count() {
        return buffers;
    }

    @Override
    protected void ready() {
        withoutAttachments = stats.withoutAttachments();
    }

    @Benchmark
    @Figure(operation = "snapshot", needs = "sysfs")
    @Headline("buffers=1000")
    public SysfsSnapshot snapshot() throws DmaBufException {
        return withoutAttachments.snapshot();
    }

    @Benchmark
    @Figure(operation = "snapshot+attachments", needs = Figure.ATTACHMENTS)
    @Headline("buffers=1000")
    public SysfsSnapshot withAttachments() throws DmaBufException {
        return stats.snapshot();
    }
}
