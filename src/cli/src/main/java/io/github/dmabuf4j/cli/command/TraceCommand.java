// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.option.FilterOptions;
import io.github.dmabuf4j.cli.option.OutputOptions;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.option.TraceOptions;
import io.github.dmabuf4j.cli.trace.TraceChoice;
import io.github.dmabuf4j.cli.trace.TraceFormat;
import io.github.dmabuf4j.cli.trace.TraceRun;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.LiveTrace;
import io.github.dmabuf4j.stats.MachineStats;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what happens to buffers. */
@Command(
        name = "trace",
        description = {
            "Prints what happens to DMA-BUFs, as it happens.",
            "Events: export (a buffer is made), fd (a process gets a descriptor of it), mmap, attach and detach (of a"
                    + " device), and free; with --events also get and put (a driver takes and drops a reference) and name."
                    + " --pid chooses buffers that the process made, got a descriptor of, mapped or attached. Ctrl-C ends"
                    + " the trace. A summary then shows what each process allocated, what of it was freed and what is"
                    + " still there. It needs root, and Linux 7.0 or newer, or Linux 6.6 with probes and the description"
                    + " of its types (CONFIG_KPROBE_EVENTS, CONFIG_DEBUG_INFO_BTF)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf trace --larger 1M                  large buffers alone",
            "  dmabuf trace --pid 1234 --events export,free",
            "  dmabuf trace --summary --duration 10s     who allocates how much",
            "  dmabuf trace --stacks --summary           which code allocates what stays",
            "  dmabuf trace --json                       a line of JSON for each event"
        })
public final class TraceCommand extends CommandBase {
    private static final String BY_NAME = "name";

    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Mixin
    private TraceOptions options = new TraceOptions(this::badUsage);

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--json",
            description =
                    "Print a line of JSON for each event. The first line says what is recorded, the last one is the"
                            + " summary.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        TraceChoice choice = options.choice();
        long buffer = options.buffer();
        EndOfProcess end = new EndOfProcess();
        try {
            trace(choice, buffer, end);
        } finally {
            end.cleanedUp();
        }
        return ExitCode.OK;
    }

    private void trace(TraceChoice choice, long buffer, EndOfProcess end) throws IOException {
        BufferFilter filter = filters.filter();
        TraceFormat format = new TraceFormat(out(), json, output.sizes(), output.style());
        try (MachineStats machine = stats.open();
                LiveTrace trace = LiveTrace.open(recorded(choice, filter), choice.stacks(), buffer)) {
            new TraceRun(trace, machine, filter, choice, format).run(() -> end.isAsked() || out().checkError());
        }
    }

    /** The chosen kinds, those that show who holds a buffer and what is attached to it, and those that the summary needs. */
    private static Set<EventKind> recorded(TraceChoice choice, BufferFilter filter) {
        Set<EventKind> recorded = EnumSet.of(
                EventKind.EXPORT, EventKind.FD, EventKind.MMAP, EventKind.ATTACH, EventKind.DETACH, EventKind.FREE);
        recorded.addAll(choice.kinds());
        boolean byName = filter.conditions().stream()
                .anyMatch(condition -> condition.option().equals(BY_NAME));
        if (byName) {
            recorded.add(EventKind.NAME);
        }
        return recorded;
    }
}
