// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints a line of JSON for each event. The first line says what is recorded, the last one is the summary. */
final class JsonTrace implements TraceOutput {
    private final PrintWriter out;
    private final List<Column<TracedEvent>> columns;

    JsonTrace(PrintWriter out, WallClock clock) {
        this.out = out;
        this.columns = EventColumns.all(clock);
    }

    @Override
    public void begin(TraceSource source, Set<EventKind> missing, boolean hasEvents) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", source.toString());
        document.put("missingEvents", missing.stream().map(EventKind::toString).toList());
        print(document);
    }

    private void print(Object document) throws IOException {
        out.println(Json.line(document));
    }

    @Override
    public void event(TracedEvent event) throws IOException {
        print(Column.document(columns, event));
    }

    @Override
    public void lost(long count, int processor) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("lost", count);
        document.put("processor", processor);
        print(document);
    }

    @Override
    public void end(TraceSummary summary) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seconds", Seconds.of(summary.time().toNanos()));
        document.put("shown", summary.counts().shown());
        document.put("seen", summary.counts().seen());
        document.put("lost", summary.counts().lost());
        document.put("notUnderstood", summary.counts().notUnderstood());
        document.put("goneUnseen", summary.endedUnseen());
        document.put("processes", new Table<>(TraceSummary.COLUMNS, summary.rows()).documents());
        summary.others().ifPresent(row -> document.put("others", others(row, summary)));
        print(Map.of("summary", document));
    }

    private static Map<String, Object> others(TraceSummary.Row row, TraceSummary summary) {
        Map<String, Object> document = Column.document(TraceSummary.COLUMNS, row);
        document.remove("pid");
        document.remove("command");
        document.put("processes", summary.processes().joined());
        return document;
    }
}
