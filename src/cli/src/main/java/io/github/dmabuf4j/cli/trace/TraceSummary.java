// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.text.Column;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a trace has seen, by process.
 *
 * @param time how long it recorded
 * @param counts how many events
 * @param endedUnseen how many buffers are gone without an event that said so
 * @param processes the sums of those that made buffers
 * @param sites the sums of the places in programs where they made them; none without stacks
 */
record TraceSummary(
        Duration time,
        EventCounts counts,
        long endedUnseen,
        SumsTable<TracedProcess> processes,
        SumsTable<TracedSite> sites) {
    /**
     * The sums of a process during a time.
     *
     * @param time how long the trace recorded
     */
    record Row(Sums<TracedProcess> sums, Duration time) {
        long bytesPerSecond() {
            return (long) (sums.allocatedBytes()
                    / (Math.max(1, time.toNanos())
                            / (double) Duration.ofSeconds(1).toNanos()));
        }
    }

    private static final Column<Sums<?>> ALLOCATED = Column.number("allocated", Sums::allocated);
    private static final Column<Sums<?>> ALLOCATED_BYTES =
            Column.<Sums<?>>size("allocatedBytes", Sums::allocatedBytes).headed("BYTES");
    private static final Column<Sums<?>> FREED = Column.number("freed", Sums::freed);
    private static final Column<Sums<?>> FREED_BYTES =
            Column.<Sums<?>>size("freedBytes", Sums::freedBytes).headed("BYTES");
    private static final Column<Sums<?>> LEFT =
            Column.<Sums<?>>number("left", Sums::left).headed("STILL THERE");
    private static final Column<Sums<?>> LEFT_BYTES =
            Column.<Sums<?>>size("leftBytes", Sums::leftBytes).headed("BYTES");

    /** Of each place. */
    static final List<Column<Sums<?>>> SUMS = List.of(ALLOCATED, ALLOCATED_BYTES, FREED, FREED_BYTES, LEFT, LEFT_BYTES);

    static final List<Column<Row>> COLUMNS = List.of(
            Column.number("pid", row -> EventColumns.knownPid(row.sums().who().pid())),
            Column.text("command", row -> row.sums().who().command()),
            ALLOCATED.on(Row::sums),
            ALLOCATED_BYTES.on(Row::sums),
            FREED.on(Row::sums),
            FREED_BYTES.on(Row::sums),
            LEFT.on(Row::sums),
            LEFT_BYTES.on(Row::sums),
            Column.<Row>size("bytesPerSecond", Row::bytesPerSecond).headed("BYTES/S"),
            Column.<Row>number("longestSeconds", row -> Seconds.of(row.sums().longest()))
                    .headed("LONGEST S"));

    List<Row> rows() {
        return processes.rows().stream().map(sums -> new Row(sums, time)).toList();
    }

    /** The sums of the processes that have no row; empty if all have one. */
    Optional<Row> others() {
        return processes.joined() == 0 ? Optional.empty() : Optional.of(new Row(processes.others(), time));
    }
}
