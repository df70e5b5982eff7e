// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.SyncFile;
import org.openjdk.jmh.annotations.Benchmark;

/** Small operations on an open buffer. */
public class BufferCalls extends HeldBuffer {
    @Benchmark
    @Figure(operation = "duplicate+close")
    public int duplicate() throws DmaBufException {
        try (DmaBuf copy = buffer.duplicate()) {
            return copy.fd();
        }
    }

    @Benchmark
    @Figure(operation = "set-name")
    public void setName() throws DmaBufException {
        buffer.setName("camera-0");
    }

    @Benchmark
    @Figure(operation = "export-sync-file+close")
    public int exportSyncFile() throws DmaBufException {
        try (SyncFile fences = buffer.exportSyncFile(Access.WRITE)) {
            return System.identityHashCode(fences);
        }
    }
}
