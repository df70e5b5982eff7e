// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.text.Column;
import io.github.dmabuf4j.cli.text.SizeFormat;
import io.github.dmabuf4j.cli.text.SnapshotNotes;
import io.github.dmabuf4j.cli.text.Table;
import io.github.dmabuf4j.cli.text.TextStyle;
import io.github.dmabuf4j.cli.text.TotalsText;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.Totals;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lines above the table of {@code top}: time, kernel, totals, and how many notes there are. */
final class TopHeader {
    private static final List<Column<Total>> COLUMNS = List.of(
            Column.text("total", Total::name),
            Column.number("buffers", Total::buffers),
            Column.change("change", Total::moreBuffers),
            Column.size("size", Total::size),
            Column.change("change", Total::moreBytes));

    private final TopReading reading;
    private final BufferFilter filter;
    private final SizeFormat sizes;
    private final ZoneId zone;
    private final String notesKey;

    /** Creates a header. {@code notesKey} is the text that names the key for the notes; empty where there are no keys. */
    TopHeader(TopReading reading, BufferFilter filter, SizeFormat sizes, ZoneId zone, String notesKey) {
        this.reading = reading;
        this.filter = filter;
        this.sizes = sizes;
        this.zone = zone;
        this.notesKey = notesKey;
    }

    /** The size of buffers of unknown size is empty. */
    private record Total(
            String name,
            Optional<Integer> buffers,
            Optional<Integer> moreBuffers,
            Optional<Long> size,
            Optional<Long> moreBytes) {}

    /** The whole header. */
    List<TopLine> lines() {
        List<TopLine> lines = opening();
        if (!filter.isForAll()) {
            lines.add(TopLine.warning("filtered by " + TerminalEscape.sentence(filter.toString())));
        }
        reading.latest().ifPresent(snapshot -> {
            new Table<>(COLUMNS, totals(snapshot.totals()))
                    .lines(sizes, new TextStyle(false))
                    .forEach(line -> lines.add(TopLine.plain(line)));
            lines.add(sources(snapshot));
        });
        return lines;
    }

    /** A short header, for a low window that has no title with the filter of rows. */
    List<TopLine> shortLines(TopFilter rows) {
        List<TopLine> lines = opening();
        reading.latest().ifPresent(snapshot -> lines.add(shortTotals(snapshot, rows)));
        return lines;
    }

    private TopLine shortTotals(Snapshot snapshot, TopFilter rows) {
        List<String> limits = new ArrayList<>(limits(snapshot));
        if (!filter.isForAll()) {
            limits.add(0, "filtered");
        }
        if (!rows.isForAll()) {
            limits.add(0, "with '" + rows + "'");
        }
        String totals = TotalsText.of(snapshot.totals(), sizes);
        return limits.isEmpty() ? TopLine.plain(totals) : TopLine.warning(String.join("; ", limits) + "; " + totals);
    }

    /** The time and the kernel, and the failure where the last reading failed. */
    List<TopLine> opening() {
        List<TopLine> lines = new ArrayList<>();
        String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                reading.time().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        String kernel = reading.latest()
                .map(snapshot -> "  Linux " + TerminalEscape.of(snapshot.kernel()))
                .orElse("");
        lines.add(TopLine.heading(time + kernel + "  dmabuf top"));
        reading.failure()
                .ifPresent(
                        why -> lines.add(TopLine.warning("cannot read" + age() + ": " + TerminalEscape.sentence(why))));
        return lines;
    }

    /** The time of the figures that are still shown. */
    private String age() {
        return reading.latest()
                .map(snapshot -> ", the figures are of "
                        + DateTimeFormatter.ISO_LOCAL_TIME.format(
                                snapshot.time().truncatedTo(ChronoUnit.SECONDS).atZone(zone)))
                .orElse("");
    }

    private List<Total> totals(Totals now) {
        List<Total> totals = new ArrayList<>();
        totals.add(total("all", now, part -> Optional.of(part.all())));
        totals.add(total("user space", now, Totals::userSpace));
        totals.add(
                now.kernel().isPresent()
                        ? total("kernel only", now, Totals::kernel)
                        : total("no visible holder", now, Totals::noVisibleHolder));
        if (now.unknownSizes() > 0) {
            Optional<Integer> before = reading.earlier().map(one -> one.totals().unknownSizes());
            totals.add(new Total(
                    "unknown size",
                    Optional.of(now.unknownSizes()),
                    before.map(number -> now.unknownSizes() - number),
                    Optional.empty(),
                    Optional.empty()));
        }
        return totals;
    }

    private Total total(String name, Totals totals, Function<Totals, Optional<Amount>> part) {
        Optional<Amount> now = part.apply(totals);
        Optional<Amount> growth = reading.earlier()
                .map(Snapshot::totals)
                .flatMap(part)
                .flatMap(before -> now.map(amount -> amount.minus(before)));
        return new Total(
                name,
                now.map(Amount::buffers),
                growth.map(Amount::buffers),
                now.map(Amount::bytes),
                growth.map(Amount::bytes));
    }

    /** The sources, and the number of notes. */
    private TopLine sources(Snapshot snapshot) {
        String used = snapshot.sources().stream()
                .filter(SourceReport::used)
                .map(SourceReport::source)
                .collect(Collectors.joining(", "));
        List<String> limits = limits(snapshot);
        return limits.isEmpty()
                ? TopLine.plain("sources: " + used)
                : TopLine.warning("sources: " + used + "; " + String.join("; ", limits));
    }

    /** The numbers of unreadable entries and of notes. */
    private List<String> limits(Snapshot snapshot) {
        List<String> limits = new ArrayList<>();
        if (snapshot.unreadable() > 0) {
            limits.add(snapshot.unreadable() + " not readable");
        }
        int notes = new SnapshotNotes(snapshot).limitationCount();
        if (notes > 0) {
            limits.add(notes + (notes == 1 ? " note" : " notes") + notesKey);
        }
        return limits;
    }
}
