// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.AtomicFile;
import io.github.dmabuf4j.cli.io.Progress;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.metrics.MachineMetrics;
import io.github.dmabuf4j.cli.metrics.MetricsText;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.option.TopOption;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SnapshotCache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the metrics once. */
@Command(
        name = "metrics",
        description = {
            "Prints sizes and numbers of all DMA-BUFs once, in the text format of OpenMetrics.",
            "They are those that 'dmabuf serve' has, without its counters. The file of --out is replaced at once, so that"
                    + " its readers see all of it or the one before."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf metrics",
            "  dmabuf metrics --top 5                 more processes than 5 are added up",
            "  dmabuf metrics --out /var/lib/prometheus/node-exporter/dmabuf.prom",
            "  dmabuf serve                           the same for Prometheus to fetch"
        })
public final class MetricsCommand extends CommandBase {
    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @Mixin
    private TopOption top = new TopOption(this::badUsage);

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write into this file, such as one ending with .prom for the textfile collector of"
                    + " node_exporter. Default: stdout.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        MachineMetrics metrics = new MachineMetrics(top.count());
        String text = Progress.during("reading the machine", () -> text(metrics));
        if (file == null) {
            out().print(text);
            out().flush();
        } else {
            write(file, text);
        }
        return ExitCode.OK;
    }

    private String text(MachineMetrics metrics) throws IOException {
        try (MachineStats machine = stats.open().with(MachineMetrics.DETAILS)) {
            SnapshotCache once = SnapshotCache.of(machine, Duration.ZERO);
            Snapshot snapshot = once.get();
            return MetricsText.openMetrics(metrics.of(snapshot, once.cost().last()))
                    .text();
        }
    }

    private static void write(Path file, String text) throws IOException {
        try {
            AtomicFile.write(file, text);
        } catch (IOException failure) {
            throw StandardOutput.failure(file, failure);
        }
    }
}
