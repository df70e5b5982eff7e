// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBufException;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;

/** An empty CPU access scope. The segment is created, because it is part of every scope. */
public class AccessScope extends HeldBuffer {
    @Benchmark
    @Figure(operation = "scope")
    @Headline
    public MemorySegment scope() throws DmaBufException {
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            return access.segment();
        }
    }
}
