// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.Note;
import io.github.dmabuf4j.stats.ProcessDetails;
import io.github.dmabuf4j.stats.ProcessId;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Unreadable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a snapshot of a recording, or of {@code ls --json}. */
public final class SnapshotReader {
    private SnapshotReader() {}

    /**
     * Reads a snapshot.
     *
     * @throws RuntimeException when the document is not a snapshot; the message says what is wrong
     */
    public static Snapshot read(JsonObject document) {
        if (document.has(SnapshotDocument.FILTER)) {
            throw new IllegalArgumentException("a filter has left out some of its buffers");
        }
        Map<ProcessId, ProcessDetails> details = details(document);
        return new Snapshot(
                Instant.parse(document.text("time")),
                document.text("boot"),
                document.text("kernel"),
                document.objects("buffers", one -> buffer(one, details)),
                document.objects("sources", SnapshotReader::source),
                document.smallNumber("vanished"),
                document.objects("contradictions", one -> new Contradiction(one.number("inode"), one.text("text"))));
    }

    /** Recordings of earlier versions have none. */
    private static Map<ProcessId, ProcessDetails> details(JsonObject document) {
        Map<ProcessId, ProcessDetails> details = new HashMap<>();
        for (JsonObject process : document.optionalObjects("processes", one -> one)) {
            ProcessId id = new ProcessId(process.smallNumber("pid"), process.number("startTicks"));
            details.put(
                    id,
                    new ProcessDetails(
                            process.optionalText("program"),
                            process.optionalText("cgroupPath").map(ControlGroup::new),
                            process.optionalNumber("uid"),
                            process.optionalText("user")));
        }
        return details;
    }

    private static SourceReport source(JsonObject source) {
        return new SourceReport(
                source.text("source"),
                capabilities(source.values("capabilities", String.class)),
                source.smallNumber("gone"),
                source.objects("unreadable", one -> new Unreadable(one.text("entry"), one.text("reason"))),
                source.objects("notes", note -> new Note(note.text("text"), note.values("details", String.class))));
    }

    /** Capabilities that a later version has added are ignored. */
    private static Set<StatsCapability> capabilities(Collection<String> names) {
        return Arrays.stream(StatsCapability.values())
                .filter(capability -> names.contains(SnapshotDocument.capability(capability)))
                .collect(Collectors.toSet());
    }

    private static BufferInfo buffer(JsonObject buffer, Map<ProcessId, ProcessDetails> details) {
        return new BufferInfo(
                buffer.number("inode"),
                buffer.optionalNumber("size"),
                buffer.optionalText("exporter"),
                buffer.optionalText("name"),
                buffer.optionalNumber("references"),
                buffer.objects("holders", one -> holder(one, details)),
                buffer.objects("attachments", SnapshotReader::attachment),
                buffer.objects("fences", SnapshotReader::fence));
    }

    private static Holder holder(JsonObject holder, Map<ProcessId, ProcessDetails> details) {
        HoldingProcess process =
                new HoldingProcess(holder.smallNumber("pid"), holder.text("command"), holder.number("startTicks"));
        return new Holder(
                process.with(details.getOrDefault(process.id(), ProcessDetails.NONE)),
                holder.values("fds", Integer.class),
                holder.objects(
                        "mappings", mapping -> new MappedRange(mapping.number("offset"), mapping.number("length"))));
    }

    private static Attachment attachment(JsonObject attachment) {
        return new Attachment(
                attachment.text("device"), attachment.optionalNumber("uid"), attachment.optionalNumber("mapCounter"));
    }

    private static BufferFence fence(JsonObject fence) {
        return new BufferFence(
                fence.text("usage"),
                fence.text("driver"),
                fence.text("timeline"),
                fence.optionalNumber("context"),
                fence.optionalNumber("seqno"),
                fence.truth("signaled"));
    }
}
