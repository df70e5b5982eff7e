// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** State: one buffer, used by all operations. */
@State(Scope.Thread)
public class HeldBuffer {
    protected DmaBuf buffer;

    /** The size of the buffer in bytes. */
    protected long bytes() {
        return 4096;
    }

    @Setup
    public void allocate() throws DmaBufException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            buffer = heap.allocate(bytes());
        }
    }

    @TearDown
    public void free() {
        buffer.close();
    }
}
