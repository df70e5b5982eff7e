// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Samples as a recorder takes them, made by hand. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-05-04T23:59:00Z");
    public static final String BOOT = "boot-a";

    private Samples() {}

    /** A buffer of an exporter, held by the processes that are named. */
    public static BufferInfo buffer(long inode, long size, String exporter, String... holders) {
        return named(inode, size, exporter, "buffer-" + inode, holders);
    }

    public static BufferInfo named(long inode, long size, String exporter, String name, String... holders) {
        return new BufferInfo(
                inode,
                OptionalLong.of(size),
                Optional.of(exporter),
                Optional.of(name),
                OptionalLong.of(holders.length),
                Stream.of(holders).map(Samples::holder).toList(),
                List.of(new Attachment("device of " + exporter, OptionalLong.empty(), OptionalLong.of(1))),
                List.of());
    }

    /** A command has the same pid each time. */
    private static Holder holder(String command) {
        int pid = Math.abs(command.hashCode() % 10_000) + 1;
        return new Holder(new HoldingProcess(pid, command, 5), List.of(3), List.of());
    }

    public static Snapshot snapshot(Instant time, String boot, BufferInfo... buffers) {
        return new Snapshot(
                time,
                boot,
                "6.12.5",
                List.of(buffers),
                List.of(source(Set.of(StatsCapability.values()))),
                0,
                List.of());
    }

    public static SourceReport source(Set<StatsCapability> capabilities) {
        return new SourceReport("sysfs", capabilities, 0, List.of(), List.of());
    }

    /** So many seconds after the start. */
    public static Sample at(int seconds, BufferInfo... buffers) {
        return at(seconds, Sample.INTERVAL, buffers);
    }

    public static Sample at(int seconds, String reason, BufferInfo... buffers) {
        return new Sample(reason, snapshot(START.plusSeconds(seconds), BOOT, buffers));
    }
}
