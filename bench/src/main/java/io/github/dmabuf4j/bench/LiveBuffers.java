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

/** As many buffers as asked for, and the statistics of all. Figures are given per buffer. */
@State(Scope.Thread)
public abstract class LiveBuffers {
    private static final int BYTES = 4096;

    protected SysfsStats stats;
    private DmaHeap heap;
    private final Deque<DmaBuf> live = new ArrayDeque<>();

    /** How many. */
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

    /** All buffers are there. JMH promises no order for the set-up of a class and that of its superclass. */
    protected void ready() throws DmaBufException {
        // Most want nothing more.
    }

    @TearDown
    public void free() {
        live.forEach(DmaBuf::close);
        live.clear();
        heap.close();
    }

    /** Frees the oldest buffers, and allocates as many. */
    protected void replace(int count) throws DmaBufException {
        for (int i = 0; i < count; i++) {
            live.remove().close();
            live.add(heap.allocate(BYTES));
        }
    }
}
