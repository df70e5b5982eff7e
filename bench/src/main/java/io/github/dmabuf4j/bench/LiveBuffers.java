// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.stats.SysfsStats;
import java.util.ArrayDeque;
import java.util.Deque;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** State: a number of open buffers, and the statistics. Figures are given per buffer. */
@State(Scope.Thread)
public abstract class LiveBuffers {
    private static final int BYTES = 4096;

    protected SysfsStats stats;
    private DmaHeap heap;
    private final Deque<DmaBuf> live = new ArrayDeque<>();

    /** The number of buffers. */
    protected abstract int count();

    @Setup
    public void allocate() throws DmaBufException {
        stats = SysfsStats.open();
        heap = DmaHeap.open("system");
        for (int i = 0; i < count(); i++) {
            live.add(heap.allocate(BYTES));
        }
        ready();
    }

    /** Called when all buffers are allocated. JMH does not define an order for the set-up methods of superclasses. */
    protected void ready() throws DmaBufException {
        // Most benchmarks need no further set-up.
    }

    @TearDown
    public void free() {
        live.forEach(DmaBuf::close);
        live.clear();
        heap.close();
    }

    /** Frees the oldest {@code count} buffers and allocates as many. */
    protected void replace(int count) throws DmaBufException {
        for (int i = 0; i < count; i++) {
            live.remove().close();
            live.add(heap.allocate(BYTES));
        }
    }
}
