// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.cli.text.Counted;
import io.github.dmabuf4j.stats.Amount;
import io.github.dmabuf4j.stats.ExporterChange;
import io.github.dmabuf4j.stats.ProcessChange;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotDiff;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The top of the page: where and when the samples were taken, the totals, and what has grown. */
final class Headline {
    private final Timeline timeline;
    private final Snapshot first;
    private final Snapshot last;

    Headline(Timeline timeline) {
        this.timeline = timeline;
        first = timeline.first();
        last = timeline.last();
    }

    /** The kernel, the boot, the times and the number of samples. */
    List<Map<String, Object>> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        List<SampleSummary> summaries = timeline.summaries();
        facts.put("Kernel", PageText.safe(last.kernel()));
        facts.put(
                "Boot",
                PageText.safe(last.bootId()) + (timeline.boots() > 1 ? ", the last of " + timeline.boots() : ""));
        if (summaries.size() == 1) {
            facts.put("Taken", TimeFormat.full(last.time()));
        } else {
            Instant start = timeline.earliest();
            Instant end = timeline.latest();
            facts.put(
                    "Taken",
                    TimeFormat.full(start) + " to " + TimeFormat.near(end, start) + ", "
                            + TimeFormat.of(Duration.between(start, end)));
            facts.put("Samples", Integer.toString(summaries.size()));
        }
        List<Map<String, Object>> models = new ArrayList<>();
        facts.forEach((name, value) -> models.add(Map.of("name", name, "value", value)));
        return models;
    }

    /** The totals. */
    List<Map<String, Object>> cards() {
        Totals totals = last.totals();
        List<Map<String, Object>> cards = new ArrayList<>();
        cards.add(card(
                "All buffers",
                PageText.size(totals.all().bytes()),
                buffers(totals.all().buffers())));
        cards.add(held("Held by user space", totals.userSpace()));
        cards.add(held(NoHolderWording.of(last).title(), totals.noVisibleHolder()));
        if (timeline.summaries().size() > 1) {
            SampleSummary peak = timeline.peak();
            cards.add(card("Peak", PageText.size(peak.size()), "at " + TimeFormat.near(peak.time(), last.time())));
        }
        if (timeline.hasGrowth()) {
            Amount growth = totals.all().minus(first.totals().all());
            cards.add(card(
                    "Growth",
                    PageText.sizeChange(growth.bytes()),
                    PageText.numberChange(growth.buffers()) + " buffers since "
                            + TimeFormat.near(first.time(), last.time())));
        }
        return cards;
    }

    private Map<String, Object> held(String name, Optional<Amount> amount) {
        return amount.map(known -> card(name, PageText.size(known.bytes()), buffers(known.buffers())))
                .orElseGet(() -> card(name, "not known", "not reported by the sources that were read"));
    }

    private static Map<String, Object> card(String name, String value, String below) {
        return Map.of("name", name, "value", value, "below", below);
    }

    private static String buffers(int number) {
        return Counted.of(number, "buffer");
    }

    /** A sentence about what has grown most. */
    String summary() {
        if (!timeline.hasGrowth()) {
            return timeline.boots() > 1
                    ? "There is one sample of this boot; growth needs two."
                    : "There is one sample; growth needs two.";
        }
        SnapshotDiff diff = last.since(first);
        String boot = timeline.boots() > 1 ? "In the last boot" : "";
        String time = "in " + TimeFormat.of(Duration.between(first.time(), last.time()));
        String start = (boot.isEmpty() ? "I" : boot + ", i") + time.substring(1);
        long growth = last.totals().all().bytes() - first.totals().all().bytes();
        List<String> grown = grown(diff);
        String most = grown.isEmpty() ? "" : "; most grown: " + String.join(", ", grown);
        String what =
                growth == 0 ? " the total has not changed" : " the total has changed by " + PageText.sizeChange(growth);
        return start + what + most + ". " + diff.appeared().size() + " new, "
                + Counted.of(diff.vanished().size(), "gone buffer") + ".";
    }

    private List<String> grown(SnapshotDiff diff) {
        List<String> grown = new ArrayList<>();
        diff.exporters().stream()
                .filter(exporter -> exporter.change().difference().bytes() > 0)
                .findFirst()
                .ifPresent(exporter -> grown.add(of(exporter)));
        diff.processes().stream()
                .filter(process -> process.change().difference().bytes() > 0)
                .findFirst()
                .ifPresent(process -> grown.add(of(process)));
        long kernel = noVisibleHolderGrowth();
        if (kernel > 0) {
            boolean allHolders =
                    first.provides(StatsCapability.ALL_HOLDERS) && last.provides(StatsCapability.ALL_HOLDERS);
            grown.add(NoHolderWording.of(allHolders).subject() + " (" + PageText.sizeChange(kernel) + ")");
        }
        return grown;
    }

    /** In bytes; 0 where it is unknown in one of the two samples. */
    private long noVisibleHolderGrowth() {
        Optional<Amount> before = first.totals().noVisibleHolder();
        Optional<Amount> now = last.totals().noVisibleHolder();
        return before.isPresent() && now.isPresent()
                ? now.get().minus(before.get()).bytes()
                : 0;
    }

    private String of(ExporterChange exporter) {
        return "exporter " + PageText.safe(PageText.exporter(exporter.exporter())) + " ("
                + PageText.sizeChange(exporter.change().difference().bytes()) + ")";
    }

    private String of(ProcessChange process) {
        return "process " + PageText.safe(process.process().title()) + " "
                + process.process().pid() + " ("
                + PageText.sizeChange(process.change().difference().bytes()) + ")";
    }
}
