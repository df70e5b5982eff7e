// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The columns of buffers, and of their attachments and fences. */
public final class BufferColumns {
    public static final Column<BufferInfo> INODE = Column.unsigned("inode", BufferInfo::inode);
    public static final Column<BufferInfo> SIZE = Column.size("size", BufferInfo::size);
    public static final Column<BufferInfo> EXPORTER = Column.text("exporter", BufferInfo::exporter);
    public static final Column<BufferInfo> NAME = Column.text("name", BufferInfo::name);
    public static final Column<BufferInfo> REFERENCES = Column.number("references", BufferInfo::references);

    /** What the kernel reports of the buffer itself. */
    public static final List<Column<BufferInfo>> OWN = List.of(INODE, SIZE, EXPORTER, NAME, REFERENCES);

    /** The processes that hold it, as {@code command(pid)}. */
    public static final Column<BufferInfo> HOLDERS = Column.text("holders", BufferColumns::holders);

    /** How many processes hold it. */
    public static final Column<BufferInfo> HOLDER_COUNT =
            Column.number("holders", buffer -> buffer.holders().size());

    /** The share of each holder. */
    public static final Column<BufferInfo> PSS = Column.size("pss", BufferInfo::proportionalSize);

    /** The users of the processes that hold it, each once. */
    public static final Column<BufferInfo> USERS = Column.text("users", BufferColumns::users);

    /** The devices that are attached to it, each once. */
    public static final Column<BufferInfo> DEVICES = Column.text("devices", BufferColumns::devices);

    /** What a list of buffers has of each. */
    public static final List<Column<BufferInfo>> LISTED =
            List.of(INODE, SIZE, EXPORTER, NAME, REFERENCES, HOLDERS, DEVICES);

    /** How many attachments are known, as {@link #DEVICES} lists their devices. */
    public static final Column<BufferInfo> ATTACHMENTS = Column.number("attachments", BufferColumns::attachments);

    public static final Column<Attachment> ATTACHED_DEVICE = Column.text("device", Attachment::device);
    public static final Column<Attachment> ATTACHMENT_UID = Column.number("uid", Attachment::uid);
    public static final Column<Attachment> MAP_COUNTER = Column.number("mapCounter", Attachment::mapCounter);

    public static final List<Column<BufferFence>> FENCES = List.of(
            Column.text("usage", BufferFence::usage),
            Column.text("driver", BufferFence::driver),
            Column.text("timeline", BufferFence::timeline),
            Column.unsigned("context", BufferFence::context),
            Column.unsigned("seqno", BufferFence::seqno),
            Column.flag("signaled", BufferFence::signaled));

    private BufferColumns() {}

    private static String holders(BufferInfo buffer) {
        StringBuilder text = new StringBuilder();
        for (Holder holder : buffer.holders()) {
            HoldingProcess process = holder.process();
            text.append(text.isEmpty() ? "" : " ").append(process.title());
            text.append('(').append(process.pid()).append(')');
        }
        return text.toString();
    }

    private static OptionalInt attachments(BufferInfo buffer) {
        int known = buffer.attachments().size();
        return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }

    private static String users(BufferInfo buffer) {
        return buffer.holders().stream()
                .flatMap(holder -> HolderColumns.USER.valueOf(holder.process()).stream())
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String devices(BufferInfo buffer) {
        return buffer.attachments().isEmpty()
                ? ""
                : buffer.attachments().stream()
                        .map(Attachment::device)
                        .distinct()
                        .collect(Collectors.joining(" "));
    }
}
