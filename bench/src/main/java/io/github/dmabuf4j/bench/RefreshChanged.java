// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.stats.SysfsSnapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * Refreshes a snapshot when one buffer in a hundred was replaced. JMH times each refresh by itself, which is long enough
 * for that: the replacement does not count in the time. It does count in the bytes of Java heap.
 */
public class RefreshChanged extends RefreshState {
    private static final int PER_CENT = 100;

    @Setup(Level.Invocation)
    public void change() throws DmaBufException {
        replace(buffers / PER_CENT);
    }

    @Benchmark
    @Figure(operation = "refresh, 1 % changed", peer = "list", needs = "sysfs")
    public SysfsSnapshot refresh() throws DmaBufException {
        return refreshed();
    }
}
