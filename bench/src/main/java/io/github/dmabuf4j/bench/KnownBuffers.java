// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import org.openjdk.jmh.annotations.Param;

/** Buffers, and the latest snapshot of them. */
public abstract class KnownBuffers extends LiveBuffers {
    @Param({"100", "1000", "10000"})
    public int buffers;

    private SysfsSnapshot latest;

    @Override
    protected int count() {
        return buffers;
    }

    @Override
    protected void ready() throws DmaBufException {
        latest = stats.snapshot();
    }

    protected SysfsSnapshot refreshed() throws DmaBufException {
        latest = stats.refresh(latest);
        return latest;
    }
}
