// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.github.dmabuf4j.stats.SourceReading;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.StatsSource;
import io.github.dmabuf4j.support.BufferBuilder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documents name metrics that there are. */
class MetricsDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(dmabuf_[a-z_]+)` \\|([^|]*)\\|");
    private static final Pattern METRIC = Pattern.compile("dmabuf_[a-z_]+");

    /** What serve publishes of a machine on which everything is known: names with the names of their labels. */
    private static Set<String> published() throws Exception {
        EventCounter events = new EventCounter(List.of(Sample.OOM_KILL));
        SnapshotCache cache = SnapshotCache.of(MachineStats.of(List.of(new Complete())), Duration.ZERO);
        String text = MetricsText.openMetrics(new MachineFeed(cache, new MachineMetrics(1), events).metrics())
                .text();
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("=\"[^\"]*\"", "").replaceAll(" [^ ]*$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names() throws Exception {
        return published().stream().map(one -> one.replaceAll("\\{.*", "")).collect(Collectors.toSet());
    }

    @Test
    void theTableHasEachMetricWithItsLabels() throws Exception {
        Set<String> documented = ROW.matcher(Files.readString(DocumentedQueries.DOCUMENT))
                .results()
                .map(row -> row.group(1) + labels(row.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(published());
    }

    /** In the order in which the library prints them. */
    private static String labels(String cell) {
        String names = Pattern.compile("`([a-z]+)`")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .sorted()
                .collect(Collectors.joining(","));
        return names.isEmpty() ? "" : "{" + names + "}";
    }

    @Test
    void alertsAskForMetricsThatThereAre() throws Exception {
        List<String> alerts = DocumentedQueries.alerts();
        assertThat(alerts).hasSizeGreaterThan(3);
        for (String alert : alerts) {
            asksForWhatThereIs(alert);
        }
    }

    @Test
    void panelsAskForMetricsThatThereAre() throws Exception {
        List<List<String>> panels = DocumentedQueries.panels();
        assertThat(panels).hasSizeGreaterThan(5);
        for (List<String> queries : panels) {
            assertThat(queries).isNotEmpty();
            for (String query : queries) {
                asksForWhatThereIs(query);
            }
        }
    }

    private static void asksForWhatThereIs(String query) throws Exception {
        Matcher metrics = METRIC.matcher(query);
        assertThat(metrics.find()).as(query).isTrue();
        do {
            assertThat(names()).as(query).contains(metrics.group());
        } while (metrics.find());
    }

    /** Has one of everything. */
    private static final class Complete implements StatsSource {
        @Override
        public String name() {
            return "complete";
        }

        @Override
        public SourceReading read() {
            BufferBuilder buffer = BufferBuilder.buffer(1)
                    .size(4096)
                    .exporter("system")
                    .heldBy(7)
                    .attached("vgem", 0, 1);
            return new SourceReading(
                    Set.of(StatsCapability.values()), List.of(buffer.toInfo()), 0, List.of(), List.of());
        }

        @Override
        public Set<Long> inodes() {
            return Set.of(1L);
        }
    }
}
