// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.Comparator;
import java.util.List;

/** The processes that have ended: what they held, and what of it was still there afterwards. */
final class EndedTable {
    private static final int MOST = 40;

    private final List<EndedProcess> ended;

    EndedTable(Timeline timeline) {
        this.ended = timeline.ended();
    }

    /** None where no sample was taken for the end of a process. Those that left most are first. */
    List<HtmlTable> tables() {
        return ended.isEmpty() ? List.of() : List.of(table());
    }

    private HtmlTable table() {
        HtmlTable table = new HtmlTable(
                        "ended",
                        "Ended processes",
                        "What each held in the sample before its end, and what of that was still there in the sample after"
                                + " it. Those that left most are first.")
                .text("time")
                .text("process")
                .text("end")
                .number("buffers held")
                .number("held")
                .number("buffers left")
                .number("left")
                .text("left with");
        ended.stream()
                .sorted(Comparator.<EndedProcess>comparingLong(
                                one -> -one.left().bytes())
                        .thenComparingLong(one -> -one.held().bytes())
                        .thenComparing(EndedProcess::time))
                .limit(MOST)
                .forEach(one -> table.row(
                        TableCell.text(TimeFormat.full(one.time())),
                        TableCell.text(TriggerText.process(one.end())),
                        TableCell.text(TriggerText.cause(one.end())),
                        TableCell.number(one.held().buffers()),
                        TableCell.number(PageText.size(one.held().bytes())),
                        TableCell.number(one.left().buffers()),
                        TableCell.change(
                                PageText.size(one.left().bytes()), one.left().bytes()),
                        TableCell.text(one.leftWith().isEmpty() ? PageText.UNKNOWN : one.leftWith())));
        return table.others(ended.size() - MOST);
    }
}
