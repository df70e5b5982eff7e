// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A scope in which the CPU accessed a buffer. */
@Name("dmabuf4j.CpuAccess")
@Label("DMA-BUF CPU Access")
@Description("A scope in which the CPU accessed the bytes of a buffer, from the call that opened it to its close")
@Threshold("20 ms")
public final class CpuAccessEvent extends BufferEvent {
    static final CpuAccessEvent PROBE = new CpuAccessEvent();

    @Label("Mode")
    String mode = "";

    @Label("Start Wait")
    @Description(
            "How long the start took: the fences of devices that still used the buffer, and the care of the caches")
    @Timespan
    long startWait;

    private final transient long begunNanos = System.nanoTime();

    CpuAccessEvent of(String accessMode) {
        mode = accessMode;
        return this;
    }

    /** The start has ended. */
    public void started() {
        startWait = System.nanoTime() - begunNanos;
    }

    /** Commits it. The caller still holds the descriptor. */
    public void commit(BufferFacts buffer) {
        try {
            end();
            if (shouldCommit()) {
                set(buffer);
                commit();
            }
        } catch (Throwable lost) {
            // The scope has ended all the same.
        }
    }
}
