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
import io.github.dmabuf4j.stats.HeldBuffer;
import io.github.dmabuf4j.stats.ProcessBuffers;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@code top} shows of one row: of a buffer all that is known, of others their buffers, the largest first. */
final class TopDetails {
    private static final TextStyle PLAIN = new TextStyle(false);

    private static final List<Column<HeldBuffer>> HELD = List.of(
            BufferColumns.INODE.on(HeldBuffer::buffer),
            BufferColumns.SIZE.on(HeldBuffer::buffer),
            BufferColumns.PSS.on(HeldBuffer::buffer),
            BufferColumns.HOLDER_COUNT.on(HeldBuffer::buffer),
            HolderColumns.FDS.on(HeldBuffer::holder),
            HolderColumns.MAPPINGS.on(HeldBuffer::holder),
            BufferColumns.EXPORTER.on(HeldBuffer::buffer),
            BufferColumns.NAME.on(HeldBuffer::buffer));

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

    static TopText ofBuffer(Snapshot snapshot, BufferInfo buffer, SizeFormat sizes) {
        return text(
                "buffer " + Long.toUnsignedString(buffer.inode()),
                new BufferText(sizes, PLAIN).lines(snapshot, buffer).stream());
    }

    static TopText ofProcess(Snapshot snapshot, ProcessUsage usage, SizeFormat sizes) {
        List<HeldBuffer> held = snapshot.process(usage.process().pid()).map(ProcessBuffers::buffers).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(HeldBuffer::buffer, LARGEST_FIRST))
                .toList();
        Stream<String> facts = FactText.lines(ProcessColumns.ALL, usage, sizes).stream();
        Stream<String> buffers = new Table<>(HELD, held).lines(sizes, PLAIN).stream();
        return text(
                "process " + usage.process().pid(),
                Stream.of(facts, Stream.of(""), buffers).flatMap(lines -> lines));
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
