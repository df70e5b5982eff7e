// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.LeakSubject;
import io.github.dmabuf4j.stats.LeakSuspect;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Suspects of a leak as rows of a table, as documents and as sentences. */
public final class LeakText {
    /** The columns of all forms but the inodes, which JSON has as a list. */
    private static final List<Column<LeakSuspect>> FACTS = List.of(
            Column.text("kind", suspect -> kind(suspect.subject())),
            Column.text("subject", suspect -> name(suspect.subject())),
            Column.number("pid", suspect -> suspect.subject().process().map(HoldingProcess::pid)),
            Column.change("buffers", suspect -> suspect.growth().buffers()),
            Column.change("size", suspect -> suspect.growth().bytes()),
            Column.change("perHour", LeakSuspect::bytesPerHour).headed("SIZE PER HOUR"),
            Column.size("now", suspect -> suspect.now().bytes()),
            Column.text("since", suspect -> second(suspect.since())),
            Column.number("samples", LeakSuspect::samples),
            Column.flag("over", LeakSuspect::isOver));

    private static final Column<LeakSuspect> INODES = Column.text(
            "inodes",
            suspect -> suspect.inodes().stream().map(Long::toUnsignedString).collect(Collectors.joining(" ")));

    private static final String UNKNOWN = "-";

    private LeakText() {}

    /** A table with a row for each. */
    public static Table<LeakSuspect> table(List<LeakSuspect> suspects) {
        List<Column<LeakSuspect>> last = List.of(INODES);
        return new Table<>(Stream.concat(FACTS.stream(), last.stream()).toList(), suspects);
    }

    /** One as an object of JSON. */
    public static Map<String, Object> document(LeakSuspect suspect) {
        Map<String, Object> document = Column.document(FACTS, suspect);
        document.put("since", suspect.since().toString());
        document.put("inodes", suspect.inodes());
        return document;
    }

    /** What is suspicious, how much it is and since when. */
    public static String sentence(LeakSuspect suspect, SizeFormat sizes) {
        String rate = suspect.bytesPerHour() == 0
                ? ""
                : ", " + sizes.ofChange(suspect.bytesPerHour())
                        + (sizes == SizeFormat.BYTES ? " bytes an hour" : " an hour");
        return what(suspect.subject()) + ": " + TotalsText.amount(suspect.growth(), sizes) + " since "
                + second(suspect.since()) + rate;
    }

    /** A time as people read it. */
    public static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What a suspect is, with its name. */
    public static String what(LeakSubject subject) {
        String name =
                name(subject).map(text -> TerminalEscape.of(text, UNKNOWN)).orElse(UNKNOWN);
        String process =
                subject.process().map(one -> name + "(" + one.pid() + ")").orElse(name);
        return switch (subject.kind()) {
            case PROCESS -> "process " + process;
            case NAME -> "buffers named " + name;
            case EXPORTER -> "exporter " + name;
            case ALLOCATION_SITE -> "allocated at " + name;
            case KERNEL_ALONE -> "held by the kernel alone, of exporter " + name;
            case ENDED_PROCESS -> "left by the ended process " + process;
        };
    }

    private static String kind(LeakSubject subject) {
        return subject.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<String> name(LeakSubject subject) {
        return subject.process()
                .map(HoldingProcess::title)
                .or(subject::name)
                .or(() -> subject.stack().stream()
                        .map(StackTraceElement::toString)
                        .findFirst());
    }
}
