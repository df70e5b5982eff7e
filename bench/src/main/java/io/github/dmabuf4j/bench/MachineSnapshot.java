// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** Reads the buffers of the whole machine, with the processes that hold them. */
public class MachineSnapshot extends Machine {
    @Param({SMALL, LARGE})
    public String machine;

    private MachineStats stats;

    @Override
    protected String numbers() {
        return machine;
    }

    private Snapshot snapshot(String... sources) throws DmaBufException {
        if (stats == null) {
            stats = MachineStats.open(Set.of(sources));
        }
        return stats.snapshot();
    }

    @TearDown
    public void close() {
        stats.close();
    }

    @Benchmark
    @Figure(operation = "machine, procfs")
    @Headline("machine=" + SMALL)
    public Snapshot byProcfs() throws DmaBufException {
        return snapshot("procfs");
    }

    @Benchmark
    @Figure(operation = "machine, sysfs+procfs", needs = "sysfs")
    public Snapshot bySysfsAndProcfs() throws DmaBufException {
        return snapshot("sysfs", "procfs");
    }

    /** Compared with C without debugfs, because nobody needs it beside the other two on such a kernel. */
    @Benchmark
    @Figure(
            operation = "machine, sysfs+debugfs+procfs",
            peer = "machine, sysfs+procfs",
            needs = {"sysfs", "debugfs"})
    public Snapshot bySysfsAndDebugfsAndProcfs() throws DmaBufException {
        return snapshot("sysfs", "debugfs", "procfs");
    }

    @Benchmark
    @Figure(operation = "machine, debugfs", peer = "bufinfo", needs = "debugfs")
    public Snapshot byDebugfs() throws DmaBufException {
        return snapshot("debugfs");
    }

    @Benchmark
    @Figure(operation = "machine, bpf", peer = "machine, procfs", needs = "bpf")
    @Headline("machine=" + SMALL)
    public Snapshot byBpf() throws DmaBufException {
        return snapshot("bpf");
    }

    @Benchmark
    @Figure(operation = "machine, procfs, first", kind = Figure.Kind.FIRST)
    public Snapshot firstByProcfs() throws DmaBufException {
        return snapshot("procfs");
    }

    @Benchmark
    @Figure(operation = "machine, sysfs+procfs, first", kind = Figure.Kind.FIRST, needs = "sysfs")
    public Snapshot firstBySysfsAndProcfs() throws DmaBufException {
        return snapshot("sysfs", "procfs");
    }

    @Benchmark
    @Figure(operation = "machine, bpf, first", kind = Figure.Kind.FIRST, needs = "bpf")
    public Snapshot firstByBpf() throws DmaBufException {
        return snapshot("bpf");
    }
}
