// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The marks on a chart: reboots and events. Of several marks at one place, one is drawn. */
final class ChartMarks {
    private static final int PLACE = 4;
    private static final int LABEL_PLACE = 80;
    /** Above the plot, OOM kills and other events have a row each, since they can come together. */
    private static final int ROW = 13;

    private final SvgBuilder svg;
    private final ChartSize size;
    private final Scale x;

    ChartMarks(SvgBuilder svg, ChartSize size, Scale x) {
        this.svg = svg;
        this.size = size;
        this.x = x;
    }

    /** Marks the borders between boots. */
    void boots(List<List<SampleSummary>> segments) {
        Set<Integer> lines = new HashSet<>();
        Set<Integer> labels = new HashSet<>();
        for (int i = 1; i < segments.size(); i++) {
            List<SampleSummary> before = segments.get(i - 1);
            double end = x.at(before.get(before.size() - 1).millis());
            double at = (end + x.at(segments.get(i).get(0).millis())) / 2;
            if (lines.add((int) at / PLACE)) {
                svg.empty("path", "class", "boot", "d", vertical(at));
            }
            if (labels.add((int) at / LABEL_PLACE)) {
                svg.element(
                        "text", "other boot", "class", "boot", "x", SvgPath.number(at), "y", row(MarkerKind.OOM_KILL));
            }
        }
    }

    private String vertical(double at) {
        return "M" + SvgPath.number(at) + " " + (size.top() - 4) + "V" + size.bottom();
    }

    private String row(MarkerKind kind) {
        return Integer.toString(size.top() - 9 - (kind == MarkerKind.OOM_KILL ? ROW : 0));
    }

    void events(List<SampleSummary> summaries) {
        Set<String> taken = new HashSet<>();
        for (SampleSummary summary : summaries) {
            double at = x.at(summary.millis());
            summary.kind()
                    .filter(kind -> taken.add(kind + " " + (int) at / PLACE))
                    .ifPresent(kind -> event(kind, summary, at));
        }
    }

    private void event(MarkerKind kind, SampleSummary summary, double at) {
        svg.start("g", "class", "event " + kind.style());
        String what = summary.triggers().isEmpty() ? "" : ": " + TriggerText.of(summary.triggers());
        svg.element("title", PageText.safe(summary.reason()) + what + ", " + TimeFormat.full(summary.time()));
        svg.empty("path", "class", "when", "d", vertical(at));
        String place = "translate(" + SvgPath.number(at) + " " + row(kind) + ")";
        svg.empty("path", "class", "shape", "transform", place, "d", kind.shape());
        svg.end("g");
    }
}
