// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.Column;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The columns of events. */
final class EventColumns {
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private static final Column<TracedEvent> EVENT =
            Column.text("event", row -> row.event().kind().toString());
    private static final Column<TracedEvent> PID =
            Column.number("pid", row -> knownPid(row.event().pid()));
    private static final Column<TracedEvent> COMMAND =
            Column.text("command", row -> row.event().command());
    private static final Column<TracedEvent> INODE =
            Column.unsigned("inode", row -> row.event().inode());
    private static final Column<TracedEvent> SIZE = Column.size("size", TracedEvent::size);
    private static final Column<TracedEvent> EXPORTER = Column.text("exporter", TracedEvent::exporter);
    private static final List<Column<TracedEvent>> MORE = List.of(
            EVENT,
            PID,
            COMMAND,
            Column.number("thread", row -> row.event().thread()),
            INODE,
            SIZE,
            EXPORTER,
            Column.text("name", TracedEvent::name),
            Column.number("fd", row -> row.event().fd()),
            Column.text("device", TracedEvent::device),
            Column.number("lifetimeSeconds", row -> Seconds.of(row.lifetime())));

    /** The widths to begin with of {@link #forText}. */
    static final List<Integer> WIDTHS = List.of(15, 6, 7, 15, 8, 10, 10, 1);

    private EventColumns() {}

    /** The number of a process; empty for 0. */
    static OptionalInt knownPid(int pid) {
        return pid == 0 ? OptionalInt.empty() : OptionalInt.of(pid);
    }

    /** All that is known. */
    static List<Column<TracedEvent>> all(WallClock clock) {
        Column<TracedEvent> time =
                Column.text("time", row -> clock.at(row.event().nanos()).toString());
        return Stream.concat(Stream.of(time), MORE.stream()).toList();
    }

    /** What fits into a line: of the last columns, an event has at most one. */
    static List<Column<TracedEvent>> forText(WallClock clock, ZoneId zone) {
        Column<TracedEvent> time = Column.text(
                "time", row -> TIME_OF_DAY.format(clock.at(row.event().nanos()).atZone(zone)));
        return List.of(time, EVENT, PID, COMMAND, INODE, SIZE, EXPORTER, Column.text("detail", EventColumns::detail));
    }

    private static Optional<String> detail(TracedEvent row) {
        OptionalInt fd = row.event().fd();
        if (fd.isPresent()) {
            return Optional.of("fd " + fd.getAsInt());
        }
        return row.event().text().or(() -> Seconds.of(row.lifetime()).map(seconds -> "after " + seconds + " s"));
    }
}
