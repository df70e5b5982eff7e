// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuSync;
import io.github.dmabuf4j.DmaBufException;
import org.openjdk.jmh.annotations.Benchmark;

/** An empty CPU access scope around a mapping that the program keeps. */
public class SyncScope extends HeldBuffer {
    @Benchmark
    @Figure(operation = "scope, mapping kept", peer = "scope")
    @Headline
    @SuppressWarnings("try") // the scope is used by its existence
    public void sync() throws DmaBufException {
        try (CpuSync scope = buffer.sync(Access.WRITE)) {
            // The program would use its mapping here.
        }
    }
}
