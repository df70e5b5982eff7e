// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Two recordings side by side, such as of two versions of a system. They may be of different boots or machines, so buffers and processes
 * are compared by names alone.
 */
final class ComparisonTables {
    private static final int MOST = 40;

    private final Timeline before;
    private final Timeline now;

    /**
     * Compares.
     *
     * @param before the recording to compare with
     * @param now the recording that the page is about
     */
    ComparisonTables(Timeline before, Timeline now) {
        this.before = before;
        this.now = now;
    }

    /** A size in both recordings. */
    private record Compared(String name, long before, long now) {
        long change() {
            return now - before;
        }
    }

    List<HtmlTable> tables() {
        return List.of(
                table(
                        "compared",
                        "Compared",
                        "Before: the recordings that --compare-with has named. In a mean, each size counts as long as it lasted.",
                        totals()),
                table(
                        "compared-exporters",
                        "Exporters compared",
                        "The mean size over the time of each recording.",
                        byName(exporters(before), exporters(now))),
                table(
                        "compared-processes",
                        "Processes compared",
                        "RSS in the last sample of each recording. Processes of one name are added up.",
                        byName(processes(before.last()), processes(now.last()))),
                table(
                        "compared-cgroups",
                        "Control groups compared",
                        "RSS in the last sample of each recording.",
                        byName(controlGroups(before.last()), controlGroups(now.last()))));
    }

    private List<Compared> totals() {
        List<Compared> totals = new ArrayList<>();
        totals.add(compared("mean of all buffers", line -> TimeMean.of(line.summaries(), SampleSummary::size)));
        totals.add(compared("peak of all buffers", line -> line.peak().size()));
        totals.add(compared(
                "all buffers in the last sample",
                line -> line.last().totals().all().bytes()));
        if (isHolderKnown(before) && isHolderKnown(now)) {
            totals.add(compared(
                    "mean without a visible holder",
                    line -> TimeMean.of(
                            line.summaries(), one -> one.noVisibleHolderSize().orElse(0))));
        }
        return totals;
    }

    private static boolean isHolderKnown(Timeline line) {
        return line.summaries().stream()
                .allMatch(summary -> summary.noVisibleHolderSize().isPresent());
    }

    private Compared compared(String name, ToLongFunction<Timeline> size) {
        return new Compared(name, size.applyAsLong(before), size.applyAsLong(now));
    }

    private static Map<String, Long> exporters(Timeline line) {
        return line.summaries().stream()
                .flatMap(summary -> summary.exporters().keySet().stream())
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), name -> TimeMean.of(line.summaries(), summary -> summary.sizeOf(name))));
    }

    private static Map<String, Long> processes(Snapshot snapshot) {
        return snapshot.processes().stream()
                .collect(Collectors.toMap(usage -> usage.process().title(), usage -> usage.rss(), Long::sum));
    }

    private static Map<String, Long> controlGroups(Snapshot snapshot) {
        return snapshot.controlGroups().stream()
                .filter(usage -> usage.group().isPresent())
                .collect(Collectors.toMap(
                        usage -> usage.group().map(ControlGroup::name).orElse(""), usage -> usage.rss(), Long::sum));
    }

    /** Those that differ most are first. */
    private static List<Compared> byName(Map<String, Long> before, Map<String, Long> now) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .map(name -> new Compared(name, before.getOrDefault(name, 0L), now.getOrDefault(name, 0L)))
                .sorted(Comparator.comparingLong(one -> -Math.abs(one.change())))
                .toList();
    }

    private static HtmlTable table(String id, String title, String intro, List<Compared> rows) {
        HtmlTable table = new HtmlTable(id, title, intro)
                .text("")
                .number("before")
                .number("now")
                .number("change");
        rows.stream()
                .limit(MOST)
                .forEach(one -> table.row(
                        TableCell.text(PageText.safe(one.name())),
                        TableCell.number(PageText.size(one.before())),
                        TableCell.number(PageText.size(one.now())),
                        TableCell.change(PageText.sizeChange(one.change()), one.change())));
        return table.others(rows.size() - MOST);
    }
}
