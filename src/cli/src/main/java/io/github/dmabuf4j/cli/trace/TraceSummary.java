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
 */
record TraceSummary(Duration time, EventCounts counts, long endedUnseen, ProcessTable processes) {
    /**
     * The sums of a process during a time.
     *
     * @param time how long the trace recorded
     */
    record Row(ProcessSums sums, Duration time) {
        long bytesPerSecond() {
            return (long) (sums.allocatedBytes()
                    / (Math.max(1, time.toNanos())
                            / (double) Duration.ofSeconds(1).toNanos()));
        }
    }

    static final List<Column<Row>> COLUMNS = List.of(
            Column.number(
                    "pid", row -> EventColumns.knownPid(row.sums().process().pid())),
            Column.text("command", row -> row.sums().process().command()),
            Column.number("allocated", row -> row.sums().allocated()),
            Column.<Row>size("allocatedBytes", row -> row.sums().allocatedBytes())
                    .headed("BYTES"),
            Column.number("freed", row -> row.sums().freed()),
            Column.<Row>size("freedBytes", row -> row.sums().freedBytes()).headed("BYTES"),
            Column.<Row>number("left", row -> row.sums().left()).headed("STILL THERE"),
            Column.<Row>size("leftBytes", row -> row.sums().leftBytes()).headed("BYTES"),
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
