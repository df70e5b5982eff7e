// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.Counted;
import io.github.dmabuf4j.cli.text.OpenTable;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceSource;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Prints a line of text for each event, and the summary as a table. */
final class TextTrace implements TraceOutput {
    private static final String MORE_ROOM = "; --buffer gives the kernel more room for events";

    private final PrintWriter out;
    private final SizeFormat sizes;
    private final TextStyle style;
    private final OpenTable<TracedEvent> events;

    TextTrace(PrintWriter out, SizeFormat sizes, TextStyle style, WallClock clock) {
        this.out = out;
        this.sizes = sizes;
        this.style = style;
        this.events = new OpenTable<>(EventColumns.forText(clock, ZoneId.systemDefault()), EventColumns.WIDTHS);
    }

    @Override
    public void begin(TraceSource source, Set<EventKind> missing, boolean hasEvents) {
        out.println(
                source == TraceSource.TRACEPOINTS
                        ? "source: the kernel's tracepoints of DMA-BUFs"
                        : "source: probes at the kernel's functions; it has no tracepoints of DMA-BUFs (Linux 7.0)");
        if (missing.contains(EventKind.FREE)) {
            note("this kernel does not report when buffers are freed: it has no probes at functions with the"
                    + " description of its types (CONFIG_KPROBE_EVENTS, CONFIG_DEBUG_INFO_BTF); the summary has"
                    + " what is gone at the end");
        }
        missing.stream()
                .filter(kind -> kind != EventKind.FREE)
                .forEach(kind -> note("this kernel does not report the event " + kind));
        if (hasEvents) {
            out.println(events.heading(style));
        }
    }

    private void note(String sentence) {
        out.println(style.warning("note: " + sentence));
    }

    @Override
    public void event(TracedEvent event) {
        out.println(events.line(event, sizes));
    }

    @Override
    public void lost(long count, int processor) {
        note((count == 0 ? "events" : Counted.of(count, "event")) + " of processor " + processor
                + (count == 1 ? " was" : " were") + " lost here" + MORE_ROOM);
    }

    @Override
    public void end(TraceSummary summary) {
        EventCounts counts = summary.counts();
        out.println();
        out.println("traced for " + Seconds.of(summary.time().toNanos()) + " s: " + Counted.of(counts.seen(), "event")
                + ", " + counts.shown() + " shown, " + counts.lost() + " lost");
        List<TraceSummary.Row> rows = summary.rows();
        if (!rows.isEmpty()) {
            new Table<>(TraceSummary.COLUMNS, rows).lines(sizes, style).forEach(out::println);
        }
        summary.others()
                .ifPresent(row -> note("processes without a row: "
                        + summary.processes().joined() + "; they allocated " + allocated(row.sums())));
        if (summary.endedUnseen() > 0) {
            note("buffers that are gone, of which no event said so: " + summary.endedUnseen());
        }
        if (counts.lost() > 0) {
            note("the sums lack what was lost" + MORE_ROOM);
        }
        if (counts.notUnderstood() > 0) {
            note("lines of the kernel's that this version does not understand: " + counts.notUnderstood());
        }
    }

    private String allocated(ProcessSums sums) {
        return Counted.of(sums.allocated(), "buffer") + " of " + bytes(sums.allocatedBytes()) + ", and "
                + bytes(sums.leftBytes()) + " in " + Counted.of(sums.left(), "buffer") + " are still there";
    }

    private String bytes(long size) {
        return sizes == SizeFormat.BYTES ? Counted.of(size, "byte") : sizes.of(size);
    }
}
