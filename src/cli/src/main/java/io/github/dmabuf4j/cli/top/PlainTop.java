// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.text.SnapshotNotes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Prints each reading as lines of text. The notes are printed when they have changed. */
public final class PlainTop {
    private final TopFeed feed;
    private final TopLayout lines;
    private final PrintWriter out;
    private final TopChoice choice;
    private List<String> printed = List.of();

    public PlainTop(TopFeed feed, TopLayout lines, PrintWriter out, TopChoice choice) {
        this.feed = feed;
        this.lines = lines;
        this.out = out;
        this.choice = choice;
    }

    /**
     * Prints {@code count} readings, or until nobody reads the output or no reading may come any more; returns whether the last one
     * succeeded.
     */
    public boolean run(int count) {
        boolean succeeded = true;
        for (int printed = 0; printed < count && !out.checkError(); printed++) {
            Optional<TopReading> reading = feed.await();
            if (reading.isEmpty()) {
                return succeeded;
            }
            succeeded = reading.get().failure().isEmpty();
            lines.lines(reading.get(), choice, isNew(reading.get())).forEach(line -> out.println(line.text()));
            out.println();
        }
        // The reader gets each block at once.
        out.flush();
        return succeeded;
    }

    private boolean isNew(TopReading reading) {
        List<String> before = printed;
        printed = reading.latest()
                .map(snapshot -> new SnapshotNotes(snapshot).reasons())
                .orElse(before);
        return !printed.equals(before);
    }
}
