// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Samples for tests, such as a recorder takes. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-05-04T23:59:00Z");
    public static final String BOOT = "boot-a";

    private Samples() {}

    /** Returns a buffer that the processes with these commands hold. */
    public static BufferInfo buffer(long inode, long size, String exporter, String... holders) {
        return named(inode, size, exporter, "buffer-" + inode, holders);
    }

    public static BufferInfo named(long inode, long size, String exporter, String name, String... holders) {
        BufferBuilder buffer = BufferBuilder.buffer(inode)
                .size(size)
                .exporter(exporter)
                .name(name)
                .references(holders.length)
                .attached(new Attachment("device of " + exporter, OptionalLong.empty(), OptionalLong.of(1)));
        Stream.of(holders)
                .map(Samples::process)
                .forEach(process -> buffer.held(BufferBuilder.holder(process, List.of(3))));
        return buffer.toInfo();
    }

    /** Returns the process of a command, with the same pid each time. */
    private static HoldingProcess process(String command) {
        return new HoldingProcess(Math.abs(command.hashCode() % 10_000) + 1, command, 5);
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

    /** Returns a sample of this many seconds after the start. */
    public static Sample at(int seconds, BufferInfo... buffers) {
        return at(seconds, Sample.INTERVAL, buffers);
    }

    public static Sample at(int seconds, String reason, BufferInfo... buffers) {
        return new Sample(reason, snapshot(START.plusSeconds(seconds), BOOT, buffers));
    }
}
