// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.BpfStats;
import io.github.dmabuf4j.stats.SourceReading;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** Lists all buffers with all that the kernel's iterator reports of them, without their holders. C reads sysfs. */
public class BufferList extends LiveBuffers {
    @Param({"1000", "10000"})
    public int buffers;

    private BpfStats bpf;
    private BpfStats list;

    @Override
    protected int count() {
        return buffers;
    }

    @Override
    protected void ready() throws DmaBufException {
        bpf = BpfStats.open();
        list = bpf.withoutHolders();
    }

    @TearDown
    public void close() {
        bpf.close();
    }

    @Benchmark
    @Figure(
            operation = "all buffers, bpf",
            peer = "snapshot",
            needs = {"bpf", "sysfs"})
    @Headline("buffers=1000")
    public SourceReading list() throws DmaBufException {
        return list.read();
    }
}
