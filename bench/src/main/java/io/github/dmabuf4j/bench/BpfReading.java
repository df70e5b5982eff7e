// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.SourceReading;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Reads what the BPF iterators report, before it is merged with other sources. C reads the same and does not decode it. */
public class BpfReading extends Machine {
    @Param({SMALL, LARGE})
    public String machine;

    private BpfStats bpf;

    @Override
    protected String numbers() {
        return machine;
    }

    @Setup
    public void open() throws DmaBufException {
        bpf = BpfStats.open();
    }

    @TearDown
    public void close() {
        bpf.close();
    }

    @Benchmark
    @Figure(operation = "read, bpf", needs = "bpf")
    public SourceReading read() throws DmaBufException {
        return bpf.read();
    }
}
