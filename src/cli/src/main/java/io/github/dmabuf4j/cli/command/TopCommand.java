// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.io.LostClass;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.option.DurationConverter;
import io.github.dmabuf4j.cli.option.FilterOptions;
import io.github.dmabuf4j.cli.option.OutputOptions;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.text.DidYouMean;
import io.github.dmabuf4j.cli.top.LiveTop;
import io.github.dmabuf4j.cli.top.PlainTop;
import io.github.dmabuf4j.cli.top.TerminalScreen;
import io.github.dmabuf4j.cli.top.TopChoice;
import io.github.dmabuf4j.cli.top.TopFeed;
import io.github.dmabuf4j.cli.top.TopKeys;
import io.github.dmabuf4j.cli.top.TopLayout;
import io.github.dmabuf4j.cli.top.TopView;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcessDetail;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the buffers and their holders continuously. */
@Command(
        name = "top",
        description = {
            "Shows the DMA-BUFs and their holders continuously.",
            "On a terminal it updates the screen in place; otherwise it prints lines of text."
        },
        footerHeading = "%nKeys:%n",
        footer = {
            TopKeys.HELP,
            "%nExamples:",
            "  dmabuf top --view exporters",
            "  dmabuf top --sort pss --interval 500ms",
            "  dmabuf top --plain --count 1           one reading as lines of text"
        })
public final class TopCommand extends CommandBase {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(24);

    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            defaultValue = "processes",
            description = "The table to show: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TopView view = TopView.PROCESSES;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            description =
                    "Sort by the column with this heading; the largest numbers come first. Default: rss for processes,"
                            + " size for the others.")
    private @Nullable String sort;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Time between two readings: 500ms, 10s, 5m, 2h. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ZERO;

    @Option(names = "--count", paramLabel = "N", description = "End after N readings. Default: never.")
    private int count = Integer.MAX_VALUE;

    @Option(names = "--plain", description = "Print lines of text, also on a terminal.")
    private boolean plain;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        TopChoice choice = choice();
        BufferFilter filter = filters.filter();
        TopLayout lines = new TopLayout(filter, output.sizes(), ZoneId.systemDefault());
        try (MachineStats machine = stats.open().with(EnumSet.allOf(ProcessDetail.class))) {
            if (!filter.isForAll()) {
                // Before the screen is there: a refusal is a sentence on stderr.
                check(filter, machine.snapshot());
            }
            return run(machine, filter, lines, choice);
        }
    }

    private int run(MachineStats machine, BufferFilter filter, TopLayout lines, TopChoice choice) throws IOException {
        try (TopFeed feed = new TopFeed(machine, filter, interval)) {
            boolean live = !plain && StandardOutput.isTerminal();
            Optional<TerminalScreen> terminal =
                    live ? TerminalScreen.open(output.style().colours()) : Optional.empty();
            boolean succeeded = true;
            if (terminal.isEmpty()) {
                succeeded = new PlainTop(feed, lines, out(), choice).run(count);
            } else {
                show(feed, lines, terminal.get(), choice);
            }
            LostClass.check(feed.loss());
            return succeeded ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void show(TopFeed feed, TopLayout lines, TerminalScreen terminal, TopChoice choice) {
        try (terminal) {
            new LiveTop(feed, lines, terminal, choice).run(count);
        }
    }

    private void checkOptions() {
        if (count < 1) {
            throw badUsage("--count " + count + ": at least 1 reading is needed");
        }
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw badUsage("--interval: give 100ms to 24h");
        }
    }

    private TopChoice choice() {
        if (sort == null) {
            return TopChoice.of(view);
        }
        for (String key : view.keys()) {
            if (key.toLowerCase(Locale.ROOT).equals(sort.toLowerCase(Locale.ROOT))) {
                return new TopChoice(view, key);
            }
        }
        throw badUsage("--sort " + sort + ": the columns of " + view + " are " + String.join(", ", view.keys())
                + DidYouMean.clause(sort, view.keys()));
    }
}
