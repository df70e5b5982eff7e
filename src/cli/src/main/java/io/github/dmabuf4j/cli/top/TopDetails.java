// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.BufferText;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.FactText;
import io.github.dmabuf4j.cli.text.HolderColumns;
import io.github.dmabuf4j.cli.text.ProcessColumns;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.cli.text.UsageColumns;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@code top} shows of one row: of a buffer all that is known, of others their buffers, the largest first. */
final class TopDetails {
    private static final TextStyle PLAIN = new TextStyle(false);

    private static final List<Column<Held>> HELD = List.of(
            BufferColumns.INODE.on(Held::buffer),
            BufferColumns.SIZE.on(Held::buffer),
            BufferColumns.PSS.on(Held::buffer),
            BufferColumns.HOLDER_COUNT.on(Held::buffer),
            HolderColumns.FDS.on(Held::holder),
            HolderColumns.MAPPINGS.on(Held::holder),
            BufferColumns.EXPORTER.on(Held::buffer),
            BufferColumns.NAME.on(Held::buffer));

    private static final List<Column<BufferInfo>> BUFFERS = List.of(
            BufferColumns.INODE,
            BufferColumns.SIZE,
            BufferColumns.REFERENCES,
            BufferColumns.EXPORTER,
            BufferColumns.NAME,
            BufferColumns.HOLDERS,
            BufferColumns.DEVICES);

    private static final Comparator<BufferInfo> LARGEST_FIRST =
            Comparator.comparingLong(buffer -> -buffer.size().orElse(0));

    private TopDetails() {}

    /** A buffer, and how a process holds it. */
    private record Held(BufferInfo buffer, Holder holder) {}

    static TopText ofBuffer(Snapshot snapshot, BufferInfo buffer, SizeFormat sizes) {
        return text(
                "buffer " + Long.toUnsignedString(buffer.inode()),
                new BufferText(sizes, PLAIN).lines(snapshot, buffer).stream());
    }

    static TopText ofProcess(Snapshot snapshot, ProcessUsage usage, SizeFormat sizes) {
        List<Held> held = snapshot.buffers().stream()
                .sorted(LARGEST_FIRST)
                .flatMap(buffer -> held(buffer, usage))
                .toList();
        Stream<String> facts = FactText.lines(ProcessColumns.ALL, usage, sizes).stream();
        Stream<String> buffers = new Table<>(HELD, held).lines(sizes, PLAIN).stream();
        return text(
                "process " + usage.process().pid(),
                Stream.of(facts, Stream.of(""), buffers).flatMap(lines -> lines));
    }

    private static Stream<Held> held(BufferInfo buffer, ProcessUsage usage) {
        return buffer.holders().stream()
                .filter(holder -> holder.process().id().equals(usage.process().id()))
                .map(holder -> new Held(buffer, holder));
    }

    static TopText ofExporter(Snapshot snapshot, ExporterUsage usage, SizeFormat sizes) {
        return text(
                "buffers of the exporter " + UsageColumns.EXPORTER.text(usage, sizes),
                buffers(snapshot, buffer -> buffer.exporter().equals(usage.exporter()), sizes));
    }

    static TopText ofDevice(Snapshot snapshot, DeviceUsage usage, SizeFormat sizes) {
        return text(
                "buffers of the device " + UsageColumns.DEVICE.text(usage, sizes),
                buffers(snapshot, buffer -> isAttached(buffer, usage), sizes));
    }

    private static boolean isAttached(BufferInfo buffer, DeviceUsage usage) {
        return buffer.attachments().stream().anyMatch(one -> one.device().equals(usage.device()));
    }

    private static Stream<String> buffers(Snapshot snapshot, Predicate<BufferInfo> wanted, SizeFormat sizes) {
        List<BufferInfo> buffers =
                snapshot.buffers().stream().filter(wanted).sorted(LARGEST_FIRST).toList();
        return new Table<>(BUFFERS, buffers).lines(sizes, PLAIN).stream();
    }

    private static TopText text(String title, Stream<String> lines) {
        return new TopText(title, lines.map(TopLine::plain).toList());
    }
}
