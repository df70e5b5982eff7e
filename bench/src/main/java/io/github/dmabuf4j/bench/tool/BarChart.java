// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws groups of horizontal bars as SVG. The SVG loads no other file and fits light and dark pages. */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int NAMES_END = 302;
    private static final int LEFT = 310;
    private static final int RIGHT = 600;
    private static final int TOP = 50;
    private static final int BAR = 18;
    private static final int ROW = 22;
    private static final int GAP = 14;

    private static final String STYLE = """
            .page{fill:#fff}text{fill:#1f2328;font:13px system-ui,sans-serif}.title{font-weight:600;font-size:15px}
            .group{font-weight:600}.quiet{fill:#59636e;font-size:11px}.end{text-anchor:end}
            .bar{fill:#8c959f}.ours{fill:#0969da}.one{stroke:#1f2328;stroke-dasharray:3 3}
            @media(prefers-color-scheme:dark){.page{fill:#0d1117}text{fill:#e6edf3}.quiet{fill:#9198a1}
            .bar{fill:#6e7681}.ours{fill:#4493f8}.one{stroke:#e6edf3}}""";

    /**
     * One bar.
     *
     * @param length its length; the reference line is at 1
     * @param text the text behind the bar
     */
    record Bar(String name, double length, String text) {}

    private record Group(String title, List<Bar> bars) {}

    private final String title;
    private final List<Group> groups = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();

    BarChart(String title) {
        this.title = title;
    }

    /** Adds a group. A group without bars is left out. */
    void group(String groupTitle, List<Bar> bars) {
        if (!bars.isEmpty()) {
            groups.add(new Group(groupTitle, bars));
        }
    }

    String svg(String footer) {
        int height = TOP + groups.stream().mapToInt(BarChart::height).sum() + 20;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n<title>%s</title>%n"
                        + "<style>%s</style>%n<rect class=\"page\" width=\"100%%\" height=\"100%%\"/>%n",
                WIDTH,
                height,
                escaped(title),
                STYLE));
        text("title", 16, 28, title);
        int y = TOP;
        for (Group group : groups) {
            draw(group, y);
            y += height(group);
        }
        line(height - 24);
        text("quiet", 16, height - 8, footer);
        return svg.append("</svg>\n").toString();
    }

    private static int height(Group group) {
        return group.bars().size() * ROW + GAP;
    }

    private void draw(Group group, int top) {
        text("group", 16, top + BAR - 5, group.title());
        int y = top;
        for (Bar bar : group.bars()) {
            text("end", NAMES_END, y + BAR - 5, bar.name());
            double end = x(bar.length());
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                    bar.name().equals("dmabuf4j") ? "ours" : "bar",
                    LEFT,
                    y,
                    end - LEFT,
                    BAR));
            text("", end + 6, y + BAR - 5, String.format(Locale.ROOT, "%.2f (%s)", bar.length(), bar.text()));
            y += ROW;
        }
    }

    private double x(double length) {
        double longest = groups.stream()
                .flatMap(group -> group.bars().stream())
                .mapToDouble(Bar::length)
                .max()
                .orElse(1);
        return LEFT + length / Math.max(1, longest) * (RIGHT - LEFT);
    }

    private void line(int bottom) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"one\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>%n",
                x(1),
                TOP - 6,
                bottom));
    }

    private void text(String style, double x, int y, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>%n", style, x, y, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
