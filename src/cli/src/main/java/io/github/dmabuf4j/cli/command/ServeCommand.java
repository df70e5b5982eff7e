// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.metrics.EventWatch;
import io.github.dmabuf4j.cli.metrics.MachineFeed;
import io.github.dmabuf4j.cli.metrics.MachineMetrics;
import io.github.dmabuf4j.cli.metrics.MetricsServer;
import io.github.dmabuf4j.cli.option.ListenAddress;
import io.github.dmabuf4j.cli.option.PressureText;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.option.TopOption;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.PressureLevel;
import io.github.dmabuf4j.stats.SnapshotCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the metrics. */
@Command(
        name = "serve",
        description = {
            "Serves sizes and numbers of all DMA-BUFs as metrics, for Prometheus and what reads its formats.",
            "They are at the path /metrics. Scrapes within a second get the same snapshot. The names of processes and"
                    + " control groups are among them, without a password: give an address that others can reach only"
                    + " where they may see these. Ends with Ctrl-C or SIGTERM."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf serve",
            "  dmabuf serve --listen 0.0.0.0:19108    for other machines too",
            "  dmabuf serve --on-pressure low         also counts memory pressure",
            "  dmabuf metrics                         the same once, without counters"
        })
public final class ServeCommand extends CommandBase {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @Mixin
    private TopOption top = new TopOption(this::badUsage);

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            defaultValue = ListenAddress.LOOPBACK + ":" + ListenAddress.DEFAULT_PORT,
            converter = ListenAddress.Converter.class,
            description = "Listen at this address: HOST:PORT, [IPV6]:PORT, HOST or PORT; at port 0, any that is free."
                    + " Default: ${DEFAULT-VALUE}, which this machine alone can reach.")
    private ListenAddress address = new ListenAddress(ListenAddress.LOOPBACK, ListenAddress.DEFAULT_PORT);

    @Option(
            names = "--on-pressure",
            paramLabel = "LEVEL",
            description = "Also count how often processes stall for lack of memory." + PressureText.LEVELS)
    private @Nullable PressureLevel pressure;

    @Override
    public Integer call() throws IOException {
        MachineMetrics metrics = new MachineMetrics(top.count());
        InetSocketAddress socket = new InetSocketAddress(resolve(), address.port());
        EndOfProcess end = new EndOfProcess();
        try (MachineStats machine = stats.open().with(MachineMetrics.DETAILS);
                EventWatch events = EventWatch.start(machine, pressure, end::lose);
                MetricsServer server = start(
                        socket,
                        new MachineFeed(SnapshotCache.of(machine, MAX_AGE), metrics, events.counter()),
                        end::lose)) {
            out().println("serving http://"
                    + new ListenAddress(address.host(), server.address().getPort()) + MetricsServer.PATH);
            end.await();
        } finally {
            end.cleanedUp();
        }
        end.throwLoss();
        return ExitCode.OK;
    }

    private InetAddress resolve() throws BadRequestException {
        try {
            return InetAddress.getByName(address.host());
        } catch (UnknownHostException unknown) {
            throw new BadRequestException("cannot listen at " + address + ": there is no host of this name");
        }
    }

    private MetricsServer start(InetSocketAddress socket, MetricsServer.Feed feed, Consumer<LinkageError> losses)
            throws BadRequestException {
        try {
            return MetricsServer.start(socket, feed, this::report, losses);
        } catch (IOException failure) {
            throw new BadRequestException("cannot listen at " + address + ": " + BadRequestException.reason(failure)
                    + "; --listen gives another address or port");
        }
    }

    private void report(String sentence) {
        err().println(commandName() + ": no metrics: " + TerminalEscape.sentence(sentence));
    }
}
