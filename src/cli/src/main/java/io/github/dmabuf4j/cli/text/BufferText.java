// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.ArrayList;
import java.util.List;

/** Formats everything that is known about one buffer as lines: its own facts, its holders, attachments and fences. */
public final class BufferText {
    private static final List<Column<Attachment>> ATTACHMENTS =
            List.of(BufferColumns.ATTACHMENT_UID, BufferColumns.ATTACHED_DEVICE, BufferColumns.MAP_COUNTER);

    private final SizeFormat sizes;
    private final TextStyle style;

    public BufferText(SizeFormat sizes, TextStyle style) {
        this.sizes = sizes;
        this.style = style;
    }

    public List<String> lines(Snapshot snapshot, BufferInfo buffer) {
        List<String> lines = new ArrayList<>(FactText.lines(BufferColumns.OWN, buffer, sizes));
        lines.add(FactText.line("held by", heldBy(snapshot, buffer)));
        lines.addAll(section(HolderColumns.ALL, buffer.holders()));
        lines.addAll(section(ATTACHMENTS, buffer.attachments()));
        lines.addAll(section(BufferColumns.FENCES, buffer.fences()));
        return lines;
    }

    /** An empty line and a table; nothing where there are no rows. */
    private <T> List<String> section(List<Column<T>> columns, List<T> rows) {
        List<String> lines = new ArrayList<>();
        if (!rows.isEmpty()) {
            lines.add("");
            lines.addAll(new Table<>(columns, rows).lines(sizes, style));
        }
        return lines;
    }

    private static String heldBy(Snapshot snapshot, BufferInfo buffer) {
        if (!snapshot.provides(StatsCapability.HOLDERS)) {
            return "-";
        }
        if (buffer.heldByUserSpace()) {
            return "user space";
        }
        return snapshot.provides(StatsCapability.ALL_HOLDERS) ? "the kernel alone" : "no visible holder";
    }
}
