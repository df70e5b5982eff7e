// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import static io.github.dmabuf4j.cli.trace.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceEvent;
import io.github.dmabuf4j.internal.trace.TraceSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceOutputTest {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter text = new StringWriter();
    private final TraceLedger ledger = new TraceLedger(BufferFilter.ALL);

    private TraceOutput output(boolean json) {
        return output(json, false);
    }

    private TraceOutput output(boolean json, boolean stacks) {
        PrintWriter out = new PrintWriter(text, true);
        return new TraceFormat(out, json, SizeFormat.BYTES, new TextStyle(false)).output(new WallClock(), stacks);
    }

    private TracePrinter printer(TraceOutput output, long count, boolean summaryOnly, EventKind... kinds) {
        Set<EventKind> chosen = EnumSet.noneOf(EventKind.class);
        chosen.addAll(List.of(kinds));
        return new TracePrinter(
                ledger, new TraceChoice(chosen, summaryOnly, false, count, Duration.ofHours(1)), output);
    }

    private List<String> lines() {
        return text.toString().lines().toList();
    }

    private TraceSummary summary(TracePrinter printer, long lost) {
        ledger.age(3 * SECOND);
        return new TraceSummary(
                Duration.ofSeconds(2),
                printer.counts(lost, 0, 0),
                ledger.endedUnseen(),
                ledger.processes(),
                ledger.sites());
    }

    @Test
    void anEventIsALine() throws IOException {
        TraceOutput output = output(false);
        output.begin(new TraceStart(TraceSource.TRACEPOINTS, Set.of(), ""), true);
        TracePrinter printer = printer(output, 100, false, EventKind.values());
        printer.event(event(EventKind.EXPORT, SECOND, 7, 5));
        printer.event(event(EventKind.FD, SECOND, 7, 5));
        printer.event(event(EventKind.ATTACH, SECOND, 7, 5, "evil\n\u001b"));
        printer.event(event(EventKind.FREE, 3 * SECOND / 2, 7, 5));

        String columns = " +7  p7 +5 +4096  system +";
        assertThat(lines()).hasSize(6);
        assertThat(lines().get(0)).isEqualTo("source: the kernel's tracepoints of DMA-BUFs");
        assertThat(lines().get(1)).matches("TIME +EVENT +PID  COMMAND +INODE +SIZE  EXPORTER +DETAIL");
        assertThat(lines().get(2)).matches("[0-9:.]{15}  export" + columns + "-");
        assertThat(lines().get(3)).matches("[0-9:.]{15}  fd" + columns + "fd 3");
        assertThat(lines().get(4)).matches("[0-9:.]{15}  attach" + columns + "evil\\\\u000a\\\\u001b");
        assertThat(lines().get(5)).matches("[0-9:.]{15}  free" + columns + "after 0.500000 s");
    }

    @Test
    void columnsStayAligned() throws IOException {
        TraceOutput output = output(false);
        output.begin(new TraceStart(TraceSource.TRACEPOINTS, Set.of(), ""), true);
        TracePrinter printer = printer(output, 100, false, EventKind.values());
        printer.event(event(EventKind.EXPORT, SECOND, 7, 1L << 60));
        printer.event(event(EventKind.FD, SECOND, 7, 5));
        assertThat(lines().get(2).indexOf("system")).isEqualTo(lines().get(3).indexOf("system"));
    }

    @Test
    void theSummaryIsATable() throws IOException {
        TraceOutput output = output(false);
        TracePrinter printer = printer(output, 100, true, EventKind.EXPORT);
        printer.event(event(EventKind.EXPORT, SECOND, 7, 5));
        printer.event(event(EventKind.FD, SECOND, 7, 5));
        printer.event(event(EventKind.EXPORT, SECOND, 7, 6));
        printer.event(event(EventKind.FREE, 3 * SECOND / 2, 7, 6));
        output.end(summary(printer, 0));

        assertThat(lines())
                .containsExactly(
                        "",
                        "traced for 2.000000 s: 4 events, 2 shown, 0 lost",
                        "PID  COMMAND  ALLOCATED  BYTES  FREED  BYTES  STILL THERE  BYTES  BYTES/S  LONGEST S",
                        "  7  p7               2   8192      1   4096            1   4096     4096   2.000000");
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        TraceOutput output = output(false);
        output.begin(new TraceStart(TraceSource.PROBES, EnumSet.of(EventKind.FREE, EventKind.NAME), ""), false);
        TracePrinter printer = printer(output, 100, false, EventKind.EXPORT);
        printer.lost(1, 0);
        printer.lost(5, 1);
        printer.lost(0, 2);
        printer.notUnderstood("x");
        printer.event(event(EventKind.EXPORT, SECOND, 7, 5));
        ledger.keepOnly(Set.of());
        output.end(summary(printer, 6));

        assertThat(lines())
                .noneMatch(line -> line.startsWith("TIME"))
                .contains("source: probes at the kernel's functions; it has no tracepoints of DMA-BUFs (Linux 7.0)")
                .anyMatch(line -> line.startsWith("note: this kernel does not report when buffers are freed"))
                .contains("note: this kernel does not report the event name")
                .contains("note: 1 event of processor 0 was lost here; --buffer gives the kernel more room for events")
                .contains(
                        "note: 5 events of processor 1 were lost here; --buffer gives the kernel more room for events")
                .contains("note: events of processor 2 were lost here; --buffer gives the kernel more room for events")
                .contains("traced for 2.000000 s: 1 event, 1 shown, 6 lost")
                .contains("note: buffers that are gone, of which no event said so: 1")
                .contains("note: the sums lack what was lost; --buffer gives the kernel more room for events")
                .contains("note: lines of the kernel's that this version does not understand: 1");
    }

    @Test
    void jsonHasAllInLines() throws IOException {
        TraceOutput output = output(true);
        output.begin(new TraceStart(TraceSource.PROBES, EnumSet.of(EventKind.FREE), ""), true);
        TracePrinter printer = printer(output, 100, false, EventKind.EXPORT, EventKind.ATTACH);
        printer.event(event(EventKind.EXPORT, SECOND, 7, -1L));
        printer.lost(5, 1);
        printer.event(event(EventKind.ATTACH, SECOND, 7, -1L, "evil\n"));
        output.end(summary(printer, 5));

        assertThat(lines()).hasSize(5);
        assertThat(lines().get(0)).isEqualTo("{\"source\":\"probes\",\"missingEvents\":[\"free\"]}");
        JsonObject export = Json.parse(lines().get(1));
        assertThat(export.text("event")).isEqualTo("export");
        assertThat(export.text("time")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(lines().get(1)).contains("\"inode\":18446744073709551615,\"size\":4096,\"exporter\":\"system\"");
        assertThat(lines().get(2)).isEqualTo("{\"lost\":5,\"processor\":1}");
        assertThat(Json.parse(lines().get(3)).text("device")).isEqualTo("evil\n");
        assertThat(lines().get(4))
                .startsWith("{\"summary\":{\"seconds\":2.000000,\"shown\":2,\"seen\":2,\"lost\":5,\"notUnderstood\":0,"
                        + "\"goneUnseen\":0,\"processes\":[{\"pid\":7,\"command\":\"p7\",\"allocated\":1,");
    }

    @Test
    void whatComesAfterTheLastEventDoesNotCount() throws IOException {
        TraceOutput output = output(false);
        TracePrinter printer = printer(output, 2, false, EventKind.EXPORT);
        for (long inode = 1; inode < 5; inode++) {
            printer.event(event(EventKind.EXPORT, SECOND, 7, inode));
        }
        assertThat(printer.isComplete()).isTrue();
        assertThat(printer.counts(0, 0, 0)).isEqualTo(new EventCounts(2, 2, 0, 0, 0, 0));
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aProcessThatIsNotKnownHasNoNumber() throws IOException {
        TraceOutput output = output(false);
        TracePrinter printer = printer(output, 2, false, EventKind.EXPORT);
        printer.event(new TraceEvent(
                1,
                9,
                0,
                "",
                EventKind.EXPORT,
                5,
                OptionalLong.of(1),
                Optional.of(""),
                OptionalInt.empty(),
                Optional.empty(),
                List.of()));
        assertThat(lines().get(0)).matches("[0-9:.]{15}  export +-  - +5 +1  - +-");
    }

    @Test
    void processesWithoutARowAreSaid() throws IOException {
        for (boolean json : List.of(false, true)) {
            TraceLedger many = new TraceLedger(BufferFilter.ALL);
            for (int pid = 1; pid <= SumsTable.MOST + 2; pid++) {
                many.apply(event(EventKind.EXPORT, SECOND, pid, pid));
            }
            output(json)
                    .end(new TraceSummary(
                            Duration.ofSeconds(2),
                            new EventCounts(1, 1, 0, 0, 0, 0),
                            0,
                            many.processes(),
                            many.sites()));
        }
        assertThat(lines())
                .contains("note: processes without a row: 2; they allocated 2 buffers of 8192 bytes, and 8192 bytes in"
                        + " 2 buffers are still there");
        JsonObject summary = new JsonObject((Map<?, ?>)
                Json.parse(lines().get(lines().size() - 1)).members().get("summary"));
        assertThat(summary.objects("processes", one -> one)).hasSize(SumsTable.MOST);
        JsonObject others = new JsonObject((Map<?, ?>) summary.members().get("others"));
        assertThat(others.number("processes")).isEqualTo(2);
        assertThat(others.number("leftBytes")).isEqualTo(8192);
    }

    private void exportAndFree(TraceOutput output) {
        TracePrinter printer = printer(output, 100, false, EventKind.EXPORT);
        List<String> one = List.of("ioctl+0x1b (/lib/libc.so.6)", "evil\n\u001b");
        List<String> other = List.of("0x7f00");
        printer.event(event(EventKind.EXPORT, SECOND, 7, 5).at(one));
        printer.event(event(EventKind.EXPORT, SECOND, 8, 6).at(one));
        printer.event(event(EventKind.EXPORT, SECOND, 7, 7).at(one));
        printer.event(event(EventKind.EXPORT, SECOND, 7, 8).at(other));
        printer.event(event(EventKind.FREE, SECOND, 9, 7));
        printer.event(event(EventKind.FREE, SECOND, 9, 8));
    }

    @Test
    void stacksFollowTheirEventsAndTheSummaryHasThePlaces() throws IOException {
        TraceOutput output = output(false, true);
        exportAndFree(output);
        List<String> frames = List.of("    ioctl+0x1b (/lib/libc.so.6)", "    evil\\u000a\\u001b");
        assertThat(lines()).hasSize(4 * 1 + 3 * 2 + 1);
        assertThat(lines().subList(1, 3)).isEqualTo(frames);

        text.getBuffer().setLength(0);
        ledger.age(SECOND);
        output.end(new TraceSummary(
                Duration.ofSeconds(2), new EventCounts(4, 6, 0, 0, 3, 2), 0, ledger.processes(), ledger.sites()));
        assertThat(lines())
                .endsWith(
                        "",
                        "4096 bytes still there in 1 buffer of 2 that p7 made here:",
                        frames.get(0),
                        frames.get(1),
                        "",
                        "4096 bytes still there in 1 buffer of 1 that p8 made here:",
                        frames.get(0),
                        frames.get(1),
                        "note: buffers whose place is not known: 2",
                        "note: stacks that were lost: 3; --buffer gives the kernel more room for events");
    }

    @Test
    void jsonHasStacksAsArrays() throws IOException {
        TraceOutput output = output(true, true);
        exportAndFree(output);
        assertThat(Json.parse(lines().get(0)).members().get("stack"))
                .isEqualTo(List.of("ioctl+0x1b (/lib/libc.so.6)", "evil\n\u001b"));

        text.getBuffer().setLength(0);
        output.end(new TraceSummary(
                Duration.ofSeconds(2), new EventCounts(4, 6, 0, 0, 3, 2), 0, ledger.processes(), ledger.sites()));
        JsonObject summary =
                new JsonObject((Map<?, ?>) Json.parse(lines().get(0)).members().get("summary"));
        assertThat(summary.number("lostStacks")).isEqualTo(3);
        assertThat(summary.number("withoutSite")).isEqualTo(2);
        assertThat(summary.number("otherSites")).isZero();
        assertThat(summary.objects("sites", site -> site.text("command") + " " + site.number("left")))
                .containsExactly("p7 1", "p8 1", "p7 0");
        assertThat(summary.objects("sites", site -> site.members().get("stack")).get(2))
                .isEqualTo(List.of("0x7f00"));
    }

    @Test
    void aKernelThatGivesNoStacksIsSaidOnce() throws IOException {
        output(false, true).begin(new TraceStart(TraceSource.PROBES, Set.of(), "no stacks: it failed: ENOSYS"), true);
        assertThat(lines()).containsOnlyOnce("note: no stacks: it failed: ENOSYS");
        text.getBuffer().setLength(0);
        output(true, true).begin(new TraceStart(TraceSource.PROBES, Set.of(), "no stacks: it failed: ENOSYS"), true);
        assertThat(Json.parse(lines().get(0)).text("stackProblem")).isEqualTo("no stacks: it failed: ENOSYS");
    }
}
