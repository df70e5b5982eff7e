// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.BpfStats;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** Lists all buffers by the kernel's iterator, without their holders. */
public class BufferList extends LiveBuffers {
    @Param({"1000", "10000"})
    public int buffers;

    private BpfStats bpf;

    @Override
    protected int count() {
        return buffers;
    }

    @Override
    protected void ready() throws DmaBufException {
        bpf = BpfStats.open();
    }

    @TearDown
    public void close() {
        bpf.close();
    }

    /** Each record has size, exporter and name too, which are decoded. C reads the same from sysfs. */
    @Benchmark
    @Figure(
            operation = "all buffers, bpf",
            peer = "snapshot",
            needs = {"bpf", "sysfs"})
    @Headline("buffers=1000")
    public Set<Long> inodes() throws DmaBufException {
        return bpf.inodes();
    }
}
