// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBufException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A CPU access scope that fills the whole buffer. */
public class FillScope extends HeldBuffer {
    @Param({"4096", "65536", "1048576", "8388608"})
    public long size;

    private byte value;

    @Override
    protected long bytes() {
        return size;
    }

    @Benchmark
    @Figure(operation = "scope+fill")
    public byte fill() throws DmaBufException {
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill(++value);
        }
        return value;
    }
}
