// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.trace.TraceChoice;
import io.github.dmabuf4j.internal.trace.EventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code trace}. */
public final class TraceOptions {
    /** Drivers take and drop references all the time. */
    private static final Set<EventKind> USUAL =
            EnumSet.complementOf(EnumSet.of(EventKind.GET, EventKind.PUT, EventKind.NAME));

    /** The kernel allocates it on each processor. */
    private static final long LARGEST_BUFFER = 1L << 30;

    private final Function<String, ParameterException> badUsage;

    @Option(
            names = "--events",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Show only these events: ${COMPLETION-CANDIDATES}; separate several with commas. Default: all but"
                            + " get, put and name. The summary counts exports and frees in any case.")
    private List<EventKind> kinds = new ArrayList<>();

    @Option(names = "--summary", description = "Print the summary alone.")
    private boolean summaryOnly;

    @Option(
            names = "--stacks",
            description =
                    "Show where in its program each buffer is made, and in the summary the places with the most memory"
                            + " still there. Programs must be compiled with frame pointers"
                            + " (-fno-omit-frame-pointer; Java: -XX:+PreserveFramePointer); jcmd PID Compiler.perfmap"
                            + " gives frames of Java their names.")
    private boolean stacks;

    @Option(names = "--count", paramLabel = "N", description = "End after N events. Default: never.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End after this time: 500ms, 10s, 5m, 2h. Default: never.")
    private Duration time = Duration.ofNanos(Long.MAX_VALUE);

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            defaultValue = "1M",
            converter = ByteSize.Converter.class,
            description =
                    "The kernel's buffer for events, on each processor: bytes, or with K or M. Events are lost when it"
                            + " is full. Default: ${DEFAULT-VALUE}.")
    private ByteSize buffer = new ByteSize(1 << 20);

    /**
     * Creates the options of a command.
     *
     * @param badUsage makes its exception for wrong arguments of a sentence
     */
    public TraceOptions(Function<String, ParameterException> badUsage) {
        this.badUsage = badUsage;
    }

    /** What to show. Refuses values that make no sense. */
    public TraceChoice choice() {
        if (count < 1) {
            throw badUsage.apply("--count " + count + ": at least 1 event is needed");
        }
        if (time.isZero()) {
            throw badUsage.apply("--duration 0: give a time to trace for, such as 10s");
        }
        return new TraceChoice(kinds.isEmpty() ? USUAL : EnumSet.copyOf(kinds), summaryOnly, stacks, count, time);
    }

    /** Bytes. */
    public long buffer() {
        if (buffer.bytes() > LARGEST_BUFFER) {
            throw badUsage.apply(
                    "--buffer " + buffer.bytes() + ": give at most 1G, which the kernel allocates on each processor");
        }
        return buffer.bytes();
    }
}
