// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import org.openjdk.jmh.annotations.Benchmark;

/** Refreshes a snapshot when no buffer has changed. */
public class Refresh extends RefreshState {
    @Benchmark
    @Figure(operation = "refresh, unchanged", peer = "list", needs = "sysfs")
    public SysfsSnapshot refresh() throws DmaBufException {
        return refreshed();
    }
}
