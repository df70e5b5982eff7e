// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.internal.trace.EventKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a line of JSON for each event. The first line says what is recorded, the last one is the summary. */
final class JsonTrace implements TraceOutput {
    private final PrintWriter out;
    private final boolean hasStacks;
    private final List<Column<TracedEvent>> columns;

    JsonTrace(PrintWriter out, WallClock clock, boolean hasStacks) {
        this.out = out;
        this.hasStacks = hasStacks;
        this.columns = EventColumns.all(clock);
    }

    @Override
    public void begin(TraceStart start, boolean hasEvents) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("source", start.source().toString());
        document.put(
                "missingEvents",
                start.missing().stream().map(EventKind::toString).toList());
        if (!start.stackProblem().isEmpty()) {
            document.put("stackProblem", start.stackProblem());
        }
        print(document);
    }

    private void print(Object document) throws IOException {
        out.println(Json.line(document));
    }

    @Override
    public void event(TracedEvent event) throws IOException {
        Map<String, Object> document = Column.document(columns, event);
        if (hasStacks && event.event().kind() == EventKind.EXPORT) {
            document.put("stack", event.event().stack());
        }
        print(document);
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
        if (hasStacks) {
            document.put("lostStacks", summary.counts().lostStacks());
            document.put("withoutSite", summary.counts().withoutSite());
            document.put(
                    "sites",
                    summary.sites().rows().stream().map(JsonTrace::site).toList());
            document.put("otherSites", summary.sites().joined());
        }
        print(Map.of("summary", document));
    }

    private static Map<String, Object> site(Sums<TracedSite> sums) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("command", sums.who().command());
        document.putAll(Column.document(TraceSummary.SUMS, sums));
        document.put("stack", sums.who().stack());
        return document;
    }

    private static Map<String, Object> others(TraceSummary.Row row, TraceSummary summary) {
        Map<String, Object> document = Column.document(TraceSummary.COLUMNS, row);
        document.remove("pid");
        document.remove("command");
        document.put("processes", summary.processes().joined());
        return document;
    }
}
