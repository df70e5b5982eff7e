// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.LiveTrace;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Prints a trace from its beginning to the summary. */
public final class TraceRun {
    /** How late an end that is asked for can be. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** With as many buffers as this it is time to see which of them are gone without an event. */
    private static final int MANY = 10_000;

    private final LiveTrace trace;
    private final MachineStats machine;
    private final TraceChoice choice;
    private final TraceLedger ledger;
    private final TraceFormat format;
    private int many = MANY;

    /**
     * A run that has not begun.
     *
     * @param trace is being recorded; the caller closes it
     * @param machine describes the buffers that are there already
     */
    public TraceRun(
            LiveTrace trace, MachineStats machine, BufferFilter filter, TraceChoice choice, TraceFormat format) {
        this.trace = trace;
        this.machine = machine;
        this.choice = choice;
        this.ledger = new TraceLedger(filter);
        this.format = format;
    }

    /** Prints, until there is nothing more to show or an end is asked for. */
    public void run(BooleanSupplier isEndAsked) throws IOException {
        long start = System.nanoTime();
        WallClock clock = new WallClock();
        TraceOutput output = format.output(clock, choice.stacks());
        TracePrinter printer = new TracePrinter(ledger, choice, output);
        // The trace records already, so each buffer is in the snapshot or in the trace.
        ledger.add(machine.snapshot().buffers());
        output.begin(new TraceStart(trace.source(), trace.missing(), trace.stackProblem()), !choice.summaryOnly());
        while (!printer.isComplete()
                && !isEndAsked.getAsBoolean()
                && left(start).isPositive()) {
            clock.adjust();
            trace.read(shorter(PATIENCE, left(start)), printer);
            boundLedger();
        }
        long end = System.nanoTime();
        finish(printer);
        long lost = trace.lost();
        dropWhatIsGone();
        ledger.age(end);
        output.end(new TraceSummary(
                Duration.ofNanos(end - start),
                printer.counts(lost, trace.lostStacks(), trace.hasStacks() ? ledger.withoutSite() : 0),
                ledger.endedUnseen(),
                ledger.processes(),
                ledger.sites()));
    }

    private void boundLedger() throws DmaBufException {
        if (ledger.size() >= many) {
            dropWhatIsGone();
            many = Math.max(MANY, 2 * ledger.size());
        }
    }

    private Duration left(long start) {
        return choice.time().minusNanos(System.nanoTime() - start);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Takes what was recorded and not yet read. */
    private void finish(TracePrinter printer) throws DmaBufException {
        trace.end();
        boolean isMore = true;
        while (isMore && !printer.isComplete()) {
            isMore = trace.read(Duration.ZERO, printer);
        }
    }

    /** Takes the buffers as freed that are not there any more, where events of frees were lost or there are none. */
    private void dropWhatIsGone() throws DmaBufException {
        if (trace.lost() == 0 && !trace.missing().contains(EventKind.FREE)) {
            return;
        }
        Snapshot now = machine.snapshot();
        if (now.provides(StatsCapability.ALL_BUFFERS)) {
            ledger.keepOnly(now.buffers().stream().map(BufferInfo::inode).collect(Collectors.toSet()));
        }
    }
}
