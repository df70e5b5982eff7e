// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.recording;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Writes recordings, and runs commands on them. */
public final class RecordingFiles {
    private RecordingFiles() {}

    /** Writes a file as {@code record} does. */
    public static Path recording(Path file, Sample... samples) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Sample sample : samples) {
            lines.append(line(sample)).append('\n');
        }
        return Files.writeString(file, lines);
    }

    /** The line of a sample, without the line end. */
    static String line(Sample sample) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reason", sample.reason());
        document.putAll(whole(sample.snapshot()));
        if (!sample.triggers().isEmpty()) {
            document.put(TriggerDocument.KEY, SnapshotDocument.list(sample.triggers(), TriggerDocument::of));
        }
        return Json.line(document);
    }

    /** Everything that a snapshot contains; totals and groups can be computed from it. */
    static Map<String, Object> whole(Snapshot snapshot) {
        Map<String, Object> document = SnapshotDocument.head(snapshot);
        document.put("buffers", SnapshotDocument.list(snapshot.buffers(), SnapshotDocument::buffer));
        document.put("processes", SnapshotDocument.processes(snapshot.buffers()));
        return document;
    }

    /** A snapshot as a document on several lines, as {@code ls --json} prints it. */
    static String document(Snapshot snapshot) throws IOException {
        StringWriter text = new StringWriter();
        Json.print(new PrintWriter(text), whole(snapshot));
        return text.toString();
    }

    /** Runs the command line with these texts and files. */
    public static CommandRun run(Object... arguments) {
        return CommandRun.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
