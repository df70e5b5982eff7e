// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.BufferColumns;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Change;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ExporterChange;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.ProcessChange;
import io.github.dmabuf4j.stats.ProcessDetails;
import io.github.dmabuf4j.stats.ProcessId;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Totals;
import io.github.dmabuf4j.stats.Unreadable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a snapshot as maps and lists for JSON. What no source reported is null.
 */
public final class SnapshotDocument {
    /** The key of what a user has chosen to list; null for all buffers. */
    public static final String FILTER = "filter";

    private static final List<Column<Unreadable>> UNREADABLE =
            List.of(Column.text("entry", Unreadable::entry), Column.text("reason", Unreadable::reason));

    private static final List<Column<Contradiction>> CONTRADICTION =
            List.of(Column.unsigned("inode", Contradiction::inode), Column.text("text", Contradiction::text));

    private static final List<Column<MappedRange>> MAPPING =
            List.of(Column.number("offset", MappedRange::offset), Column.number("length", MappedRange::length));

    private static final List<Column<Attachment>> ATTACHMENT =
            List.of(BufferColumns.ATTACHED_DEVICE, BufferColumns.ATTACHMENT_UID, BufferColumns.MAP_COUNTER);

    private SnapshotDocument() {}

    /** Each process once: what is known of it would take the most of a recording if each buffer had it. */
    public static List<Map<String, Object>> processes(List<BufferInfo> buffers) {
        Map<ProcessId, HoldingProcess> processes = new LinkedHashMap<>();
        buffers.forEach(buffer -> buffer.holders()
                .forEach(holder -> processes.putIfAbsent(holder.process().id(), holder.process())));
        return list(processes.values(), SnapshotDocument::process);
    }

    private static Map<String, Object> process(HoldingProcess process) {
        ProcessDetails details = process.details();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", process.pid());
        document.put("startTicks", process.startTicks());
        document.put("program", text(details.program()));
        document.put("cgroupPath", text(details.controlGroup().map(ControlGroup::path)));
        document.put("uid", details.uid().isPresent() ? details.uid().getAsLong() : null);
        document.put("user", text(details.user()));
        return document;
    }

    /** When and where it was taken, and what it lacks; the part that all documents begin with. */
    public static Map<String, Object> head(Snapshot snapshot) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", snapshot.time().toString());
        document.put("boot", snapshot.bootId());
        document.put("kernel", snapshot.kernel());
        document.put("sources", list(snapshot.sources(), SnapshotDocument::source));
        document.put("vanished", snapshot.vanished());
        document.put("contradictions", documents(CONTRADICTION, snapshot.contradictions()));
        return document;
    }

    /** {@link #head} and the totals. */
    public static Map<String, Object> withTotals(Snapshot snapshot) {
        Map<String, Object> document = head(snapshot);
        document.put("totals", totals(snapshot.totals()));
        return document;
    }

    private static <T> List<Map<String, Object>> documents(List<Column<T>> columns, List<T> rows) {
        return new Table<>(columns, rows).documents();
    }

    private static Map<String, Object> source(SourceReport source) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", source.source());
        document.put("used", source.used());
        document.put(
                "capabilities",
                source.capabilities().stream()
                        .sorted()
                        .map(SnapshotDocument::capability)
                        .toList());
        document.put("gone", source.gone());
        document.put("unreadable", documents(UNREADABLE, source.unreadable()));
        document.put("notes", list(source.notes(), SnapshotDocument::note));
        return document;
    }

    static String capability(StatsCapability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> note(Note note) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("text", note.text());
        document.put("details", note.details());
        return document;
    }

    public static Map<String, Object> buffer(BufferInfo buffer) {
        Map<String, Object> document = Column.document(BufferColumns.OWN, buffer);
        document.put("holders", list(buffer.holders(), SnapshotDocument::holder));
        document.put("attachments", documents(ATTACHMENT, buffer.attachments()));
        document.put("fences", documents(BufferColumns.FENCES, buffer.fences()));
        return document;
    }

    private static Map<String, Object> holder(Holder holder) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", holder.process().pid());
        document.put("command", holder.process().command());
        document.put("startTicks", holder.process().startTicks());
        document.put("fds", holder.fds());
        document.put("mappings", documents(MAPPING, holder.mappings()));
        return document;
    }

    public static Map<String, Object> totals(Totals totals) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("buffers", totals.all().buffers());
        document.put("size", totals.all().bytes());
        document.put("userSpace", group(totals.userSpace()));
        document.put("noVisibleHolder", group(totals.noVisibleHolder()));
        document.put("kernelOnly", group(totals.kernel()));
        document.put("unknownSize", totals.unknownSizes());
        return document;
    }

    /** Null where the amount is not known. */
    private static @Nullable Map<String, Object> group(Optional<Amount> amount) {
        if (amount.isEmpty()) {
            return null;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("buffers", amount.get().buffers());
        document.put("size", amount.get().bytes());
        return document;
    }

    /** The differences, without the two snapshots. */
    public static Map<String, Object> diff(SnapshotDiff diff) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sameBoot", diff.sameBoot());
        document.put("appeared", list(diff.appeared(), SnapshotDocument::buffer));
        document.put("vanished", list(diff.vanished(), SnapshotDocument::buffer));
        document.put("exporters", list(diff.exporters(), SnapshotDocument::exporterChange));
        document.put("processes", list(diff.processes(), SnapshotDocument::processChange));
        return document;
    }

    private static Map<String, Object> exporterChange(ExporterChange exporter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exporter", text(exporter.exporter()));
        document.put("buffers", beforeAndAfter(exporter.change(), Amount::buffers));
        document.put("size", beforeAndAfter(exporter.change(), Amount::bytes));
        return document;
    }

    private static Map<String, Object> processChange(ProcessChange process) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", process.process().pid());
        document.put("command", process.process().command());
        document.put("startTicks", process.process().startTicks());
        document.put("buffers", beforeAndAfter(process.change(), Amount::buffers));
        document.put("rss", beforeAndAfter(process.change(), Amount::bytes));
        document.put("pssChange", process.pss());
        return document;
    }

    private static Map<String, Object> beforeAndAfter(Change change, Function<Amount, Number> number) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("before", number.apply(change.before()));
        document.put("after", number.apply(change.after()));
        return document;
    }

    public static <T> List<Map<String, Object>> list(
            Collection<T> values, Function<T, Map<String, Object>> toDocument) {
        return values.stream().map(toDocument).toList();
    }

    private static @Nullable Object text(Optional<String> text) {
        return text.orElse(null);
    }
}
