// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Snapshots made by hand. */
public final class Snapshots {
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private Snapshots() {}

    public static Snapshot of(BufferInfo... buffers) {
        return with(List.of(source(List.of())), buffers);
    }

    public static Snapshot with(List<SourceReport> sources, BufferInfo... buffers) {
        return new Snapshot(TIME, "boot", "6.1.0", List.of(buffers), sources, 0, List.of());
    }

    public static SourceReport source(List<Unreadable> unreadable) {
        return new SourceReport("sysfs", Set.of(StatsCapability.values()), 0, unreadable, List.of());
    }

    public static HoldingProcess process(int pid, String command) {
        return new HoldingProcess(pid, command, 100L + pid);
    }

    public static BufferInfo buffer(long inode, long size, HoldingProcess... holders) {
        return buffer(inode, OptionalLong.of(size), "system", Optional.empty(), List.of(holders), List.of());
    }

    public static BufferInfo unknownSize(long inode, HoldingProcess... holders) {
        return buffer(inode, OptionalLong.empty(), "system", Optional.empty(), List.of(holders), List.of());
    }

    public static BufferInfo named(long inode, long size, String exporter, String name, String... devices) {
        List<Attachment> attachments = Arrays.stream(devices)
                .map(device -> new Attachment(device, OptionalLong.empty(), OptionalLong.of(1)))
                .toList();
        return buffer(inode, OptionalLong.of(size), exporter, Optional.of(name), List.of(), attachments);
    }

    private static BufferInfo buffer(
            long inode,
            OptionalLong size,
            String exporter,
            Optional<String> name,
            List<HoldingProcess> processes,
            List<Attachment> attachments) {
        Stream<Holder> holders =
                processes.stream().map(process -> new Holder(process, List.of(3), List.of(new MappedRange(0, 4096))));
        return new BufferInfo(
                inode, size, Optional.of(exporter), name, OptionalLong.of(2), holders.toList(), attachments, List.of());
    }
}
