// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.StatsCapability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Single buffers: those without a visible holder, the largest, the new and the gone. */
final class BufferTables {
    private static final int MOST = 20;

    private final Timeline timeline;

    BufferTables(Timeline timeline) {
        this.timeline = timeline;
    }

    List<HtmlTable> tables() {
        List<HtmlTable> tables = new ArrayList<>(List.of(suspects(), largest()));
        if (timeline.hasGrowth()) {
            SnapshotDiff diff = timeline.last().since(timeline.first());
            tables.add(buffers("new", "New buffers", "Not in the first sample.", diff.appeared(), timeline.last()));
            tables.add(buffers(
                    "gone",
                    "Gone buffers",
                    "In the first sample and not in the last, as they were in the first.",
                    diff.vanished(),
                    timeline.first()));
        }
        return tables;
    }

    private HtmlTable suspects() {
        Snapshot last = timeline.last();
        List<SuspectBuffer> suspects = timeline.suspects();
        HtmlTable table = new HtmlTable(
                        "suspects",
                        timeline.withoutHolder().title(),
                        timeline.withoutHolder().intro() + " The longest without one are first.")
                .number("inode")
                .number("size")
                .text("exporter")
                .text("name")
                .text("devices")
                .number("references")
                .text("without holder");
        suspects.stream().limit(MOST).forEach(suspect -> table.row(suspect(suspect)));
        table.more(more(suspects.stream().map(SuspectBuffer::buffer).toList()));
        boolean known = last.provides(StatsCapability.ALL_BUFFERS) && last.provides(StatsCapability.HOLDERS);
        return table.ifEmpty(
                known ? "None." : "Not known: no source reported all buffers and the processes that hold them.");
    }

    private TableCell[] suspect(SuspectBuffer suspect) {
        BufferInfo buffer = suspect.buffer();
        return new TableCell[] {
            inode(buffer),
            size(buffer),
            exporter(buffer),
            name(buffer),
            devices(buffer),
            TableCell.number(PageText.orUnknown(buffer.references())),
            since(suspect)
        };
    }

    private TableCell since(SuspectBuffer suspect) {
        if (!timeline.hasGrowth()) {
            return TableCell.text("in the only sample");
        }
        Duration duration = Duration.between(suspect.since(), timeline.last().time());
        if (suspect.always()) {
            return new TableCell("in all samples, for " + TimeFormat.of(duration), "text grown", -1);
        }
        return TableCell.text(
                duration.isZero()
                        ? "in the last sample"
                        : "for " + TimeFormat.of(duration) + ", since "
                                + TimeFormat.near(
                                        suspect.since(), timeline.last().time()));
    }

    private HtmlTable largest() {
        return buffers("largest", "Largest buffers", "", timeline.last().buffers(), timeline.last());
    }

    /** The largest of some buffers, which are those of the snapshot {@code from}. */
    private HtmlTable buffers(String id, String title, String intro, List<BufferInfo> buffers, Snapshot from) {
        String nobody = NoHolderWording.of(from).holder();
        HtmlTable table = new HtmlTable(id, title, intro)
                .number("inode")
                .number("size")
                .text("exporter")
                .text("name")
                .text("held by")
                .text("devices");
        List<BufferInfo> sorted = buffers.stream()
                .sorted(Comparator.comparingLong(buffer -> -buffer.size().orElse(0)))
                .toList();
        sorted.stream()
                .limit(MOST)
                .forEach(buffer -> table.row(
                        inode(buffer),
                        size(buffer),
                        exporter(buffer),
                        name(buffer),
                        holders(buffer, nobody),
                        devices(buffer)));
        return table.more(more(sorted));
    }

    private String more(List<BufferInfo> all) {
        if (all.size() <= MOST) {
            return "";
        }
        long size = all.stream()
                .skip(MOST)
                .mapToLong(buffer -> buffer.size().orElse(0))
                .sum();
        return "And " + (all.size() - MOST) + " more, " + PageText.size(size) + ".";
    }

    private static TableCell inode(BufferInfo buffer) {
        return TableCell.number(Long.toUnsignedString(buffer.inode()));
    }

    private TableCell size(BufferInfo buffer) {
        return TableCell.number(
                buffer.size().isPresent() ? PageText.size(buffer.size().getAsLong()) : "unknown");
    }

    private TableCell exporter(BufferInfo buffer) {
        return TableCell.text(PageText.safe(PageText.exporter(buffer.exporter())));
    }

    private TableCell name(BufferInfo buffer) {
        return TableCell.text(PageText.orUnknown(buffer.name()));
    }

    private TableCell holders(BufferInfo buffer, String nobody) {
        String holders = buffer.holders().stream()
                .map(holder -> PageText.process(
                        holder.process().title(), holder.process().pid()))
                .collect(Collectors.joining(", "));
        return TableCell.text(holders.isEmpty() ? nobody : holders);
    }

    private TableCell devices(BufferInfo buffer) {
        String devices = buffer.attachments().stream()
                .map(Attachment::device)
                .distinct()
                .map(PageText::safe)
                .collect(Collectors.joining(", "));
        return TableCell.text(devices.isEmpty() ? PageText.UNKNOWN : devices);
    }
}
