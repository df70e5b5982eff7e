// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The chart in two widths, its legend, and a table of the events that are marked in it. */
final class ChartModel {
    private static final int MOST_EVENTS = 20;

    private final Timeline timeline;
    private final List<SampleSummary> summaries;

    ChartModel(Timeline timeline) {
        this.timeline = timeline;
        summaries = timeline.summaries();
    }

    void addTo(Map<String, Object> model) {
        boolean drawn = summaries.size() > 1;
        List<ChartBand> bands = ChartBand.of(summaries);
        String title = "Size of all buffers by exporter over time";
        model.put("hasChart", drawn);
        model.put("wideChart", drawn ? new Chart(summaries, bands, ChartSize.WIDE).svg(title) : "");
        model.put("narrowChart", drawn ? new Chart(summaries, bands, ChartSize.NARROW).svg(title) : "");
        model.put(
                "bands",
                IntStream.range(0, bands.size())
                        .mapToObj(i -> band(i, bands.get(i)))
                        .toList());
        model.put(
                "hasKernel",
                summaries.stream().anyMatch(one -> one.noVisibleHolderSize().orElse(0) > 0));
        model.put("withoutHolder", timeline.withoutHolder().legend());
        model.put("markers", markers());
        model.put("hasBoots", timeline.boots() > 1);
        model.put("events", drawn && !marked().isEmpty() ? List.of(events().model()) : List.of());
    }

    private Map<String, Object> band(int index, ChartBand band) {
        SampleSummary last = summaries.get(summaries.size() - 1);
        long peak = summaries.stream().mapToLong(band.size()).max().orElse(0);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("index", Integer.toString(index));
        model.put("name", PageText.safe(band.name()));
        model.put("size", PageText.size(band.size().applyAsLong(last)));
        model.put("peak", PageText.size(peak));
        return model;
    }

    private List<Map<String, Object>> markers() {
        return Stream.of(MarkerKind.values())
                .filter(kind -> marked().stream().anyMatch(summary -> kindOf(summary) == kind))
                .map(kind -> Map.<String, Object>of("style", kind.style(), "shape", kind.shape(), "text", kind.text()))
                .toList();
    }

    private List<SampleSummary> marked() {
        return summaries.stream().filter(SampleSummary::isMarked).toList();
    }

    private static MarkerKind kindOf(SampleSummary summary) {
        return summary.kind().orElse(MarkerKind.OTHER);
    }

    /** A table of the events. Where there are too many, OOM kills take precedence. */
    private HtmlTable events() {
        List<SampleSummary> marked = new ArrayList<>(marked());
        marked.sort(Comparator.comparing(ChartModel::kindOf));
        List<SampleSummary> shown = marked.stream()
                .limit(MOST_EVENTS)
                .sorted(Comparator.comparing(SampleSummary::time))
                .toList();
        HtmlTable table = new HtmlTable(
                        "events",
                        "Events",
                        "Samples that were taken for another reason than the time, or in which a limit was reached.")
                .text("time")
                .text("reason")
                .text("what")
                .number("buffers")
                .number("size")
                .number(timeline.withoutHolder().holder());
        for (SampleSummary summary : shown) {
            OptionalLong kernel = summary.noVisibleHolderSize();
            table.row(
                    TableCell.text(TimeFormat.full(summary.time())),
                    TableCell.text(PageText.safe(summary.reason())),
                    TableCell.text(TriggerText.of(summary.triggers())),
                    TableCell.number(summary.buffers()),
                    TableCell.number(PageText.size(summary.size())),
                    TableCell.number(kernel.isPresent() ? PageText.size(kernel.getAsLong()) : PageText.UNKNOWN));
        }
        return table.others(marked.size() - shown.size());
    }
}
