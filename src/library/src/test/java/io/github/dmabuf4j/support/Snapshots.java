// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Snapshots for tests, and buffers that are complete enough for what commands print. */
public final class Snapshots {
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private Snapshots() {}

    /** Returns a snapshot of these buffers, from one source without problems. */
    public static Snapshot of(BufferInfo... buffers) {
        return with(List.of(source(List.of())), buffers);
    }

    /** Returns a snapshot of these buffers, from these sources. */
    public static Snapshot with(List<SourceReport> sources, BufferInfo... buffers) {
        return new Snapshot(TIME, "boot", "6.1.0", List.of(buffers), sources, 0, List.of());
    }

    /** Returns the report of a source that knows everything, except what it could not read. */
    public static SourceReport source(List<Unreadable> unreadable) {
        return new SourceReport("sysfs", Set.of(StatsCapability.values()), 0, unreadable, List.of());
    }

    public static HoldingProcess process(int pid, String command) {
        return new HoldingProcess(pid, command, 100L + pid);
    }

    /** Returns a buffer of {@code system} that each process holds by descriptor 3 and a mapping of one page. */
    public static BufferInfo buffer(long inode, long size, HoldingProcess... holders) {
        return held(inode, holders).size(size).toInfo();
    }

    /** Returns the same without a size. */
    public static BufferInfo unknownSize(long inode, HoldingProcess... holders) {
        return held(inode, holders).toInfo();
    }

    private static BufferBuilder held(long inode, HoldingProcess... holders) {
        BufferBuilder buffer = BufferBuilder.buffer(inode).exporter("system").references(2);
        for (HoldingProcess holder : holders) {
            buffer.held(BufferBuilder.holder(holder, List.of(3), 4096));
        }
        return buffer;
    }

    /** Returns a buffer without holders that each device has attached and mapped once. */
    public static BufferInfo named(long inode, long size, String exporter, String name, String... devices) {
        BufferBuilder buffer = BufferBuilder.buffer(inode)
                .size(size)
                .exporter(exporter)
                .name(name)
                .references(2);
        for (String device : devices) {
            buffer.attached(new Attachment(device, OptionalLong.empty(), OptionalLong.of(1)));
        }
        return buffer.toInfo();
    }
}
