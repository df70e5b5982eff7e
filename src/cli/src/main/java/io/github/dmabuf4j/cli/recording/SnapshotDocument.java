// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Change;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.DeviceUsage;
import io.github.dmabuf4j.stats.ExporterChange;
import io.github.dmabuf4j.stats.ExporterUsage;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.ProcessChange;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Totals;
import io.github.dmabuf4j.stats.Unreadable;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot, or parts of it, as maps and lists for JSON. What no source told is null. {@link SnapshotReader} reads
 * the whole again.
 */
public final class SnapshotDocument {
    private SnapshotDocument() {}

    /** All that a snapshot has; totals and groups can be computed from it. */
    static Map<String, Object> whole(Snapshot snapshot) {
        Map<String, Object> document = head(snapshot);
        document.put("buffers", list(snapshot.buffers(), SnapshotDocument::buffer));
        return document;
    }

    /** When and where it was taken, and what it lacks. */
    public static Map<String, Object> head(Snapshot snapshot) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", snapshot.time().toString());
        document.put("boot", snapshot.bootId());
        document.put("kernel", snapshot.kernel());
        document.put("sources", list(snapshot.sources(), SnapshotDocument::source));
        document.put("vanished", snapshot.vanished());
        document.put("contradictions", list(snapshot.contradictions(), SnapshotDocument::contradiction));
        return document;
    }

    private static Map<String, Object> source(SourceReport source) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", source.source());
        document.put("used", source.used());
        document.put(
                "tells",
                source.capabilities().stream()
                        .sorted()
                        .map(SnapshotDocument::fact)
                        .toList());
        document.put("gone", source.gone());
        document.put("unreadable", list(source.unreadable(), SnapshotDocument::unreadable));
        document.put("notes", list(source.notes(), SnapshotDocument::note));
        return document;
    }

    static String fact(StatsCapability fact) {
        return fact.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> unreadable(Unreadable unreadable) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("entry", unreadable.entry());
        document.put("reason", unreadable.reason());
        return document;
    }

    private static Map<String, Object> note(Note note) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("text", note.text());
        document.put("details", note.details());
        return document;
    }

    private static Map<String, Object> contradiction(Contradiction contradiction) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("inode", inode(contradiction.inode()));
        document.put("text", contradiction.text());
        return document;
    }

    public static Map<String, Object> buffer(BufferInfo buffer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("inode", inode(buffer.inode()));
        document.put("size", number(buffer.size()));
        document.put("exporter", text(buffer.exporter()));
        document.put("name", text(buffer.name()));
        document.put("references", number(buffer.references()));
        document.put("holders", list(buffer.holders(), SnapshotDocument::holder));
        document.put("attachments", list(buffer.attachments(), SnapshotDocument::attachment));
        document.put("fences", list(buffer.fences(), SnapshotDocument::fence));
        return document;
    }

    private static Map<String, Object> holder(Holder holder) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", holder.process().pid());
        document.put("command", holder.process().command());
        document.put("startTicks", holder.process().startTicks());
        document.put("fds", holder.fds());
        document.put("mappings", list(holder.mappings(), SnapshotDocument::mapping));
        return document;
    }

    private static Map<String, Object> mapping(MappedRange mapping) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("offset", mapping.offset());
        document.put("length", mapping.length());
        return document;
    }

    private static Map<String, Object> attachment(Attachment attachment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("device", attachment.device());
        document.put("uid", number(attachment.uid()));
        document.put("mapCounter", number(attachment.mapCounter()));
        return document;
    }

    private static Map<String, Object> fence(BufferFence fence) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("usage", fence.usage());
        document.put("driver", fence.driver());
        document.put("timeline", fence.timeline());
        document.put("context", unsigned(fence.context()));
        document.put("seqno", unsigned(fence.seqno()));
        document.put("signaled", fence.signaled());
        return document;
    }

    public static Map<String, Object> process(ProcessUsage usage) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pid", usage.process().pid());
        document.put("command", usage.process().command());
        document.put("buffers", usage.buffers());
        document.put("fds", usage.fds());
        document.put("mappings", usage.mappings());
        document.put("mappedBytes", usage.mappedBytes());
        document.put("rss", usage.rss());
        document.put("pss", usage.pss());
        return document;
    }

    public static Map<String, Object> exporter(ExporterUsage usage) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exporter", text(usage.exporter()));
        document.put("buffers", usage.buffers());
        document.put("size", usage.size());
        return document;
    }

    public static Map<String, Object> device(DeviceUsage usage) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("device", usage.device());
        document.put("buffers", usage.buffers());
        document.put("attachments", usage.attachments());
        document.put("mapCounter", number(usage.mapCounter()));
        document.put("size", usage.size());
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

    /** Null where it is not known. */
    private static @Nullable Map<String, Object> group(Optional<Amount> amount) {
        if (amount.isEmpty()) {
            return null;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("buffers", amount.get().buffers());
        document.put("size", amount.get().bytes());
        return document;
    }

    /** What differs, without the two snapshots. */
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

    /** Unsigned, as the kernel prints it. */
    public static BigInteger inode(long inode) {
        return new BigInteger(Long.toUnsignedString(inode));
    }

    private static @Nullable Object unsigned(OptionalLong number) {
        return number.isPresent() ? inode(number.getAsLong()) : null;
    }

    private static @Nullable Object number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static @Nullable Object text(Optional<String> text) {
        return text.orElse(null);
    }
}
