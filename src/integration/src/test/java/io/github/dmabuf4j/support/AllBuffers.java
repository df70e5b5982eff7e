// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.StatsSource;
import io.github.dmabuf4j.stats.SysfsStats;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** All buffers of the machine, by sysfs or, where the kernel has no statistics there, by debugfs. */
public final class AllBuffers {
    private AllBuffers() {}

    private static StatsSource source() throws IOException {
        if (KernelFeature.SYSFS_STATS.isThere()) {
            return SysfsStats.open();
        }
        KernelFeature.DEBUGFS.require();
        return DebugfsStats.open();
    }

    /** The name of the source. */
    public static String sourceName() throws IOException {
        try (StatsSource source = source()) {
            return source.name();
        }
    }

    /** Returns their inodes. */
    public static Set<Long> inodes() throws IOException {
        try (StatsSource source = source()) {
            return source.inodes();
        }
    }

    public static boolean exists(long inode) throws IOException {
        return inodes().contains(inode);
    }

    /** Returns what the source reports of a buffer that exists. */
    public static BufferInfo of(DmaBuf buffer) throws IOException {
        return find(buffer.inode()).orElseThrow();
    }

    /** Returns what the source reports of a buffer; empty if there is no such buffer. */
    public static Optional<BufferInfo> find(long inode) throws IOException {
        try (StatsSource source = source()) {
            return source.read().buffers().stream()
                    .filter(buffer -> buffer.inode() == inode)
                    .findFirst();
        }
    }
}
