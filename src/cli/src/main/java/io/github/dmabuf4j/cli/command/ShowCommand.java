// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.option.Inode;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one buffer. */
@Command(name = "show", description = "Shows all that is known of one DMA-BUF.")
public final class ShowCommand extends ListingCommand {
    private static final List<Column<Holder>> HOLDERS = List.of(
            Column.number("pid", holder -> holder.process().pid()),
            Column.text("command", holder -> holder.process().command()),
            Column.text("fds", ShowCommand::fds),
            Column.number("mappings", holder -> holder.mappings().size()),
            Column.size("mappedBytes", Holder::mappedBytes));

    private static final List<Column<Attachment>> ATTACHMENTS = List.of(
            Column.number("uid", Attachment::uid),
            Column.text("device", Attachment::device),
            Column.number("mapCounter", Attachment::mapCounter));

    private static final List<Column<BufferFence>> FENCES = List.of(
            Column.text("usage", BufferFence::usage),
            Column.text("driver", BufferFence::driver),
            Column.text("timeline", BufferFence::timeline),
            Column.number("context", fence -> unsigned(fence.context())),
            Column.number("seqno", fence -> unsigned(fence.seqno())),
            Column.text("signaled", fence -> fence.signaled() ? "yes" : "no"));

    @Parameters(paramLabel = "INODE", converter = Inode.Converter.class, description = "As 'dmabuf ls' lists it.")
    private Inode inode = new Inode(0);

    @Override
    Object document(Snapshot snapshot) throws IOException {
        Map<String, Object> document = SnapshotDocument.head(snapshot);
        document.put("buffer", SnapshotDocument.buffer(buffer(snapshot)));
        return document;
    }

    @Override
    void printCsv(Snapshot snapshot) throws IOException {
        printCsv(new Table<>(HOLDERS, buffer(snapshot).holders()));
    }

    @Override
    void printText(Snapshot snapshot) throws IOException {
        BufferInfo buffer = buffer(snapshot);
        facts(snapshot, buffer).forEach((fact, value) -> out().println("%-11s %s".formatted(fact, value)));
        section(new Table<>(HOLDERS, buffer.holders()), buffer.holders());
        section(new Table<>(ATTACHMENTS, buffer.attachments()), buffer.attachments());
        section(new Table<>(FENCES, buffer.fences()), buffer.fences());
        out().println();
    }

    private void section(Table<?> table, List<?> rows) {
        if (!rows.isEmpty()) {
            out().println();
            table.lines(sizes(), style()).forEach(out()::println);
        }
    }

    private Map<String, String> facts(Snapshot snapshot, BufferInfo buffer) {
        String unknown = "-";
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("inode", inode.toString());
        facts.put("size", buffer.size().isPresent() ? sizes().of(buffer.size().getAsLong()) : unknown);
        facts.put("exporter", Table.text(buffer.exporter()));
        facts.put("name", Table.text(buffer.name()));
        facts.put(
                "references",
                buffer.references().isPresent()
                        ? Long.toString(buffer.references().getAsLong())
                        : unknown);
        facts.put("held by", heldBy(snapshot, buffer));
        return facts;
    }

    private static Optional<String> unsigned(OptionalLong number) {
        return number.isPresent() ? Optional.of(Long.toUnsignedString(number.getAsLong())) : Optional.empty();
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

    private BufferInfo buffer(Snapshot snapshot) throws BadRequestException {
        return snapshot.buffer(inode.number())
                .orElseThrow(() -> new BadRequestException("there is no buffer " + inode
                        + " now, or no source that could be read lists it: see 'dmabuf ls'"));
    }

    private static String fds(Holder holder) {
        return holder.fds().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
