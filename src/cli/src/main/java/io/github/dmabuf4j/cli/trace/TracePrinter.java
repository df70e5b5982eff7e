// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.TraceEvent;
import io.github.dmabuf4j.internal.trace.TraceSink;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes the events of a trace: adds them up, and prints those that are chosen. */
final class TracePrinter implements TraceSink {
    private final TraceLedger ledger;
    private final TraceChoice choice;
    private final TraceOutput output;
    private long seen;
    private long shown;
    private long notUnderstood;

    TracePrinter(TraceLedger ledger, TraceChoice choice, TraceOutput output) {
        this.ledger = ledger;
        this.choice = choice;
        this.output = output;
    }

    /** Whether as many events were shown as are wanted. Those that come after them do not count. */
    boolean isComplete() {
        return shown >= choice.count();
    }

    @Override
    public void event(TraceEvent event) {
        if (isComplete()) {
            return;
        }
        seen++;
        ledger.apply(event).filter(row -> choice.kinds().contains(event.kind())).ifPresent(row -> {
            shown++;
            if (!choice.summaryOnly()) {
                print(() -> output.event(row));
            }
        });
    }

    @Override
    public void lost(long count, int processor) {
        if (!isComplete() && !choice.summaryOnly()) {
            print(() -> output.lost(count, processor));
        }
    }

    @Override
    public void notUnderstood(String line) {
        notUnderstood++;
    }

    private interface Printing {
        void run() throws IOException;
    }

    /** Texts are made of what is in memory. */
    private static void print(Printing printing) {
        try {
            printing.run();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    EventCounts counts(long lost, long lostStacks, long withoutSite) {
        return new EventCounts(shown, seen, lost, notUnderstood, lostStacks, withoutSite);
    }
}
