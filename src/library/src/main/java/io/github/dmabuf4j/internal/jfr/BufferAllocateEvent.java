// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A buffer was allocated from a heap or udmabuf. */
@Name("dmabuf4j.BufferAllocate")
@Label("DMA-BUF Allocation")
@Description("A buffer was allocated from a heap or udmabuf")
@Threshold("0 ns")
public final class BufferAllocateEvent extends BufferEvent {
    static final BufferAllocateEvent PROBE = new BufferAllocateEvent();

    /** Commits it. The caller holds the descriptor, or has not given the buffer to others yet. */
    public void commit(BufferFacts buffer) {
        try {
            end();
            if (shouldCommit()) {
                set(buffer);
                commit();
            }
        } catch (Throwable lost) {
            // The allocation has succeeded all the same.
        }
    }
}
