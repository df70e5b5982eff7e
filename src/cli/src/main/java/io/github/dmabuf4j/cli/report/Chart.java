// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Sizes over time as SVG: a layer for each exporter, the total above them, and what happened meanwhile. */
final class Chart {
    /** So wide are the places of which only extremes are drawn. */
    private static final double PLACE = 4;

    private final List<Moment> moments;
    private final List<Band> bands;
    private final ChartSize size;
    private final TimeAxis timeAxis;
    private final SizeAxis sizeAxis;
    private final Scale x;
    private final Scale y;
    private final Svg svg = new Svg();

    Chart(List<Moment> moments, List<Band> bands, ChartSize size) {
        this.moments = moments;
        this.bands = bands;
        this.size = size;
        // Of another boot a later moment may have an earlier time.
        List<Instant> times = moments.stream().map(Moment::time).sorted().toList();
        timeAxis = new TimeAxis(times.get(0), times.get(times.size() - 1), size.timeTicks());
        sizeAxis = SizeAxis.upTo(moments.stream().mapToDouble(this::top).max().orElse(0));
        x = timeAxis.scale(size.left(), size.right());
        y = new Scale(0, sizeAxis.end(), size.bottom(), size.top());
    }

    private double top(Moment moment) {
        return upTo(moment, bands.size());
    }

    /** The upper edge of the first so many layers. */
    private double upTo(Moment moment, int count) {
        double sum = 0;
        for (Band band : bands.subList(0, count)) {
            sum += band.size().applyAsLong(moment);
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
        marks.boots(Segments.of(moments));
        marks.events(moments);
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
        List<List<Moment>> segments = Segments.of(moments).stream()
                .map(segment -> Segments.thinned(segment, measures(), places()))
                .toList();
        for (int i = 0; i < bands.size(); i++) {
            svg.start("path", "class", "band", "fill", "url(#band" + i + ")", "d", area(segments, i));
            svg.element("title", PageText.safe(bands.get(i).name())).end("path");
        }
        svg.empty("path", "class", "total", "d", line(segments, this::top));
        if (moments.stream().anyMatch(moment -> moment.noVisibleHolderSize().orElse(0) > 0)) {
            svg.empty("path", "class", "kernel", "d", line(segments, Chart::noVisibleHolderSize));
        }
    }

    private static long noVisibleHolderSize(Moment moment) {
        return Math.max(0, moment.noVisibleHolderSize().orElse(0));
    }

    private List<ToLongFunction<Moment>> measures() {
        List<ToLongFunction<Moment>> measures = new ArrayList<>(List.of(Moment::size, Chart::noVisibleHolderSize));
        bands.forEach(band -> measures.add(band.size()));
        return measures;
    }

    private Scale places() {
        return timeAxis.scale(0, (size.right() - size.left()) / PLACE);
    }

    private String area(List<List<Moment>> segments, int band) {
        SvgPath path = new SvgPath();
        for (List<Moment> segment : segments) {
            edge(path, segment, moment -> upTo(moment, band + 1), false);
            edge(path, segment, moment -> upTo(moment, band), true);
            path.close();
        }
        return path.toString();
    }

    private String line(List<List<Moment>> segments, ToDoubleFunction<Moment> value) {
        SvgPath path = new SvgPath();
        segments.forEach(segment -> edge(path.lift(), segment, value, false));
        return path.toString();
    }

    /** A single moment gets a width, so that it is seen. */
    private void edge(SvgPath path, List<Moment> segment, ToDoubleFunction<Moment> value, boolean backwards) {
        double direction = backwards ? -1 : 1;
        for (int i = 0; i < segment.size(); i++) {
            Moment moment = segment.get(backwards ? segment.size() - 1 - i : i);
            double at = x.at(moment.millis());
            double height = y.at(value.applyAsDouble(moment));
            if (segment.size() == 1) {
                path.to(at - direction, height).to(at + direction, height);
            } else {
                path.to(at, height);
            }
        }
    }
}
