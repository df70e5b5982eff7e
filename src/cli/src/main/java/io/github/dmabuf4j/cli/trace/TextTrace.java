// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.Counted;
import io.github.dmabuf4j.cli.text.OpenTable;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceSource;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;

/** Prints a line of text for each event, and the summary as a table. */
final class TextTrace implements TraceOutput {
    private static final String MORE_ROOM = "; --buffer gives the kernel more room for events";

    /** Those with the most memory still there. */
    private static final int MOST_SITES = 10;

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
    public void begin(TraceStart start, boolean hasEvents) {
        out.println(
                start.source() == TraceSource.TRACEPOINTS
                        ? "source: the kernel's tracepoints of DMA-BUFs"
                        : "source: probes at the kernel's functions; it has no tracepoints of DMA-BUFs (Linux 7.0)");
        if (start.missing().contains(EventKind.FREE)) {
            note("this kernel does not report when buffers are freed: it has no probes at functions with the"
                    + " description of its types (CONFIG_KPROBE_EVENTS, CONFIG_DEBUG_INFO_BTF); the summary has"
                    + " what is gone at the end");
        }
        start.missing().stream()
                .filter(kind -> kind != EventKind.FREE)
                .forEach(kind -> note("this kernel does not report the event " + kind));
        if (!start.stackProblem().isEmpty()) {
            note(TerminalEscape.sentence(start.stackProblem()));
        }
        if (hasEvents) {
            out.println(events.heading(style));
        }
    }

    /** Programs and files have their names from others. */
    private void frame(String name) {
        out.println("    " + TerminalEscape.of(name));
    }

    private void note(String sentence) {
        out.println(style.warning("note: " + sentence));
    }

    @Override
    public void event(TracedEvent event) {
        out.println(events.line(event, sizes));
        event.event().stack().forEach(this::frame);
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
        sites(summary.sites());
        if (summary.endedUnseen() > 0) {
            note("buffers that are gone, of which no event said so: " + summary.endedUnseen());
        }
        if (counts.lost() > 0) {
            note("the sums lack what was lost" + MORE_ROOM);
        }
        if (counts.withoutSite() > 0) {
            note("buffers whose place is not known: " + counts.withoutSite());
        }
        if (counts.lostStacks() > 0) {
            note("stacks that were lost: " + counts.lostStacks() + MORE_ROOM);
        }
        if (counts.notUnderstood() > 0) {
            note("lines of the kernel's that this version does not understand: " + counts.notUnderstood());
        }
    }

    private void sites(SumsTable<TracedSite> sites) {
        List<Sums<TracedSite>> withMost = sites.rows().stream()
                .filter(sums -> sums.left() > 0)
                .limit(MOST_SITES)
                .toList();
        for (Sums<TracedSite> sums : withMost) {
            out.println();
            out.println(style.heading(bytes(sums.leftBytes()) + " still there in " + Counted.of(sums.left(), "buffer")
                    + " of " + sums.allocated() + " that "
                    + TerminalEscape.of(sums.who().command()) + " made here:"));
            sums.who().stack().forEach(this::frame);
        }
    }

    private String allocated(Sums<?> sums) {
        return Counted.of(sums.allocated(), "buffer") + " of " + bytes(sums.allocatedBytes()) + ", and "
                + bytes(sums.leftBytes()) + " in " + Counted.of(sums.left(), "buffer") + " are still there";
    }

    private String bytes(long size) {
        return sizes == SizeFormat.BYTES ? Counted.of(size, "byte") : sizes.of(size);
    }
}
