// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A layer of the chart.
 *
 * @param name of an exporter, or of all small exporters together
 * @param size returns its bytes in a sample, never less than 0
 */
record ChartBand(String name, ToLongFunction<SampleSummary> size) {
    /** The number of exporters that have their own layer. A reader cannot distinguish more colours. */
    static final int OWN = 6;

    /** The layers from the bottom to the top, by descending peak. */
    static List<ChartBand> of(List<SampleSummary> summaries) {
        Map<String, Long> peaks = new HashMap<>();
        summaries.forEach(
                summary -> summary.exporters().forEach((exporter, size) -> peaks.merge(exporter, size, Long::max)));
        List<String> names = peaks.keySet().stream()
                .sorted(Comparator.<String>comparingLong(name -> -peaks.getOrDefault(name, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        List<ChartBand> bands = new ArrayList<>();
        boolean all = names.size() <= OWN + 1;
        names.stream().limit(all ? OWN + 1 : OWN).forEach(name -> bands.add(one(name)));
        if (!all) {
            bands.add(rest(names.subList(OWN, names.size())));
        }
        return bands;
    }

    private static ChartBand one(String exporter) {
        return new ChartBand(exporter, summary -> Math.max(0, summary.sizeOf(exporter)));
    }

    private static ChartBand rest(List<String> exporters) {
        return new ChartBand(
                exporters.size() + " others",
                summary -> Math.max(
                        0, exporters.stream().mapToLong(summary::sizeOf).sum()));
    }
}
