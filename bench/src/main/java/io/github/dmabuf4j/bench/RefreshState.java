// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import io.github.dmabuf4j.stats.SysfsStats;
import org.openjdk.jmh.annotations.Param;

/** State: live buffers, and a view of their inode, size and exporter that has read them. */
public abstract class RefreshState extends LiveBuffers {
    @Param({"100", "1000", "10000"})
    public int buffers;

    private SysfsStats view;

    @Override
    protected int count() {
        return buffers;
    }

    @Override
    protected void ready() throws DmaBufException {
        view = stats.withoutAttachments();
        view.snapshot();
    }

    protected SysfsSnapshot refreshed() throws DmaBufException {
        return view.refresh();
    }
}
