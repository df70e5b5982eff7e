// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Sizes over time as SVG: a layer for each exporter, the total above the layers, and marks of events. */
final class Chart {
    /** Of the samples within this width only the extremes are drawn. */
    private static final double PLACE = 4;

    private final List<SampleSummary> summaries;
    private final List<ChartBand> bands;
    private final ChartSize size;
    private final TimeAxis timeAxis;
    private final SizeAxis sizeAxis;
    private final Scale x;
    private final Scale y;
    private final SvgBuilder svg = new SvgBuilder();

    Chart(List<SampleSummary> summaries, List<ChartBand> bands, ChartSize size) {
        this.summaries = summaries;
        this.bands = bands;
        this.size = size;
        // After a reboot a later sample may have an earlier time.
        List<Instant> times =
                summaries.stream().map(SampleSummary::time).sorted().toList();
        timeAxis = new TimeAxis(times.get(0), times.get(times.size() - 1), size.timeTicks());
        sizeAxis = SizeAxis.upTo(summaries.stream().mapToDouble(this::top).max().orElse(0));
        x = timeAxis.scale(size.left(), size.right());
        y = new Scale(0, sizeAxis.end(), size.bottom(), size.top());
    }

    private double top(SampleSummary summary) {
        return upTo(summary, bands.size());
    }

    /** The sum of the first {@code count} layers. */
    private double upTo(SampleSummary summary, int count) {
        double sum = 0;
        for (ChartBand band : bands.subList(0, count)) {
            sum += band.size().applyAsLong(summary);
        }
        return sum;
    }

    String svg(String title) {
        svg.start(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + size.width() + " " + size.height(),
                "role",
                "img",
                "class",
                "chart");
        svg.element("title", title);
        sizeLabels();
        layers();
        timeLabels();
        ChartMarks marks = new ChartMarks(svg, size, x);
        marks.boots(BootSegments.of(summaries));
        marks.events(summaries);
        return svg.end("svg").toString();
    }

    private void sizeLabels() {
        for (double value : sizeAxis.values()) {
            String at = SvgPath.number(y.at(value));
            svg.empty("path", "class", "grid", "d", "M" + size.left() + " " + at + "H" + size.right());
            svg.element(
                    "text",
                    SizeAxis.label(value),
                    "class",
                    "size",
                    "x",
                    Integer.toString(size.left() - 8),
                    "y",
                    SvgPath.number(y.at(value) + 4));
        }
    }

    private void timeLabels() {
        svg.empty("path", "class", "axis", "d", "M" + size.left() + " " + size.bottom() + "H" + size.right());
        for (TimeAxis.Tick tick : timeAxis.ticks()) {
            String at = SvgPath.number(x.at(tick.value()));
            svg.empty("path", "class", "axis", "d", "M" + at + " " + size.bottom() + "v5");
            svg.element("text", tick.label(), "class", "time", "x", at, "y", Integer.toString(size.bottom() + 20));
            if (!tick.below().isEmpty()) {
                svg.element("text", tick.below(), "class", "time", "x", at, "y", Integer.toString(size.bottom() + 38));
            }
        }
    }

    private void layers() {
        List<List<SampleSummary>> segments = BootSegments.of(summaries).stream()
                .map(segment -> BootSegments.thinned(segment, measures(), places()))
                .toList();
        for (int i = 0; i < bands.size(); i++) {
            svg.start("path", "class", "band", "fill", "url(#band" + i + ")", "d", area(segments, i));
            svg.element("title", PageText.safe(bands.get(i).name())).end("path");
        }
        svg.empty("path", "class", "total", "d", line(segments, this::top));
        if (summaries.stream().anyMatch(summary -> summary.noVisibleHolderSize().orElse(0) > 0)) {
            svg.empty("path", "class", "kernel", "d", line(segments, Chart::noVisibleHolderSize));
        }
    }

    private static long noVisibleHolderSize(SampleSummary summary) {
        return Math.max(0, summary.noVisibleHolderSize().orElse(0));
    }

    private List<ToLongFunction<SampleSummary>> measures() {
        List<ToLongFunction<SampleSummary>> measures =
                new ArrayList<>(List.of(SampleSummary::size, Chart::noVisibleHolderSize));
        bands.forEach(band -> measures.add(band.size()));
        return measures;
    }

    private Scale places() {
        return timeAxis.scale(0, (size.right() - size.left()) / PLACE);
    }

    private String area(List<List<SampleSummary>> segments, int band) {
        SvgPath path = new SvgPath();
        for (List<SampleSummary> segment : segments) {
            edge(path, segment, summary -> upTo(summary, band + 1), false);
            edge(path, segment, summary -> upTo(summary, band), true);
            path.close();
        }
        return path.toString();
    }

    private String line(List<List<SampleSummary>> segments, ToDoubleFunction<SampleSummary> value) {
        SvgPath path = new SvgPath();
        segments.forEach(segment -> edge(path.lift(), segment, value, false));
        return path.toString();
    }

    /** Adds the edge of a layer. A single sample is drawn 2 units wide, so that it can be seen. */
    private void edge(
            SvgPath path, List<SampleSummary> segment, ToDoubleFunction<SampleSummary> value, boolean backwards) {
        double direction = backwards ? -1 : 1;
        for (int i = 0; i < segment.size(); i++) {
            SampleSummary summary = segment.get(backwards ? segment.size() - 1 - i : i);
            double at = x.at(summary.millis());
            double height = y.at(value.applyAsDouble(summary));
            if (segment.size() == 1) {
                path.to(at - direction, height).to(at + direction, height);
            } else {
                path.to(at, height);
            }
        }
    }
}
