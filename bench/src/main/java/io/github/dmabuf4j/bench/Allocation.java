// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Allocates a buffer and closes it. */
@State(Scope.Thread)
public class Allocation {
    private static final int PAGE = 4096;

    @Param({"system", "cma"})
    public String heap;

    @Param({"4096", "65536", "1048576", "8388608"})
    public long size;

    private DmaHeap dmaHeap;

    @Setup
    public void open() throws DmaBufException {
        dmaHeap = DmaHeap.open(HeapName.of(heap));
    }

    @TearDown
    public void close() {
        dmaHeap.close();
    }

    @Benchmark
    @Figure(operation = "allocate+close")
    @Headline({"heap=system", "size=4096|1048576|8388608"})
    public int allocate() throws DmaBufException {
        try (DmaBuf buffer = dmaHeap.allocate(size)) {
            return buffer.fd();
        }
    }

    @Benchmark
    @Figure(operation = "allocate+touch+close")
    public byte touch() throws DmaBufException {
        try (DmaBuf buffer = dmaHeap.allocate(size);
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = buffer.map(MapMode.READ_WRITE, 0, size, arena);
            for (long at = 0; at < size; at += PAGE) {
                memory.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
            }
            return memory.get(ValueLayout.JAVA_BYTE, size - PAGE);
        }
    }
}
