// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.io.LossListener;
import io.github.dmabuf4j.cli.io.Progress;
import io.github.dmabuf4j.cli.option.DurationConverter;
import io.github.dmabuf4j.cli.option.FilterOptions;
import io.github.dmabuf4j.cli.recording.MergedRecordings;
import io.github.dmabuf4j.cli.recording.SnapshotDocument;
import io.github.dmabuf4j.cli.text.Counted;
import io.github.dmabuf4j.cli.text.LeakText;
import io.github.dmabuf4j.stats.LeakWatch;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Sampler;
import io.github.dmabuf4j.stats.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for leaks. */
@Command(
        name = "watch",
        description = {
            "Watches for leaks of DMA-BUFs.",
            "It names exporters, processes and names of buffers that have grown steadily since the start, buffers whose"
                    + " process has ended, and with --held-by-kernel buffers that the kernel alone holds for too long. The"
                    + " first answer on growth takes 96 samples; a leak is named after about 20 of its buffers. It prints"
                    + " suspects as they appear, and all at the end: after --for, with Ctrl-C or SIGTERM. The most"
                    + " suspicious is first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf watch",
            "  dmabuf watch --for 1h --pid 51           exit code 4: there is a suspect",
            "  dmabuf watch --interval 1s --held-by-kernel 1m",
            "  dmabuf watch --of rec.jsonl              the same of a recording"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no suspect at the end, also of Ctrl-C or SIGTERM",
            "4:a suspect at the end",
            "others:as of 'dmabuf --help'"
        })
public final class WatchCommand extends SnapshotCommand<Watched> {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Time between two samples: 500ms, 10s, 5m, 2h. Default: 10s. With --of, samples that follow"
                    + " sooner than this are left out; by default none are.")
    private @Nullable Duration interval;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End after this time. Default: never.")
    private @Nullable Duration longest;

    @Option(
            names = "--held-by-kernel",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "Also suspect buffers that no process has held for longer than this. Devices hold buffers without"
                            + " a leak, too. What an ended process has left is a suspect after a minute, or after this time if it is"
                            + " shorter.")
    private @Nullable Duration heldByKernel;

    @Option(
            names = "--of",
            paramLabel = "FILE",
            description = "Look for leaks in a recording of 'dmabuf record', not on this machine. Can be repeated: the"
                    + " samples are merged by time. Whether a process has ended is not known then.")
    private List<Path> recordings = new ArrayList<>();

    private @Nullable EndOfProcess end;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        if (!recordings.isEmpty()) {
            return super.call();
        }
        EndOfProcess process = new EndOfProcess();
        end = process;
        int code = ExitCode.FAILED;
        try {
            code = callUntilLoss(process);
        } finally {
            process.cleanedUp(code);
        }
        return code;
    }

    /** What was found before the loss is printed all the same. */
    private int callUntilLoss(EndOfProcess process) throws IOException {
        int code = super.call();
        process.throwLoss();
        return code;
    }

    private void checkOptions() {
        if (interval != null && (interval.isZero() || interval.compareTo(LONGEST) > 0)) {
            throw badUsage("--interval: give a time between two samples up to 24h, such as 10s");
        }
        if (longest != null && longest.isZero()) {
            throw badUsage("--for 0: give a time to watch, such as 1h");
        }
        if (longest != null && !recordings.isEmpty()) {
            throw badUsage("--for and --of contradict each other: a recording ends by itself");
        }
    }

    @Override
    Watched read() throws IOException {
        EndOfProcess process = end;
        return process == null ? ofRecordings() : ofMachine(process);
    }

    private LeakWatch watch(LeakWatch.Builder settings) {
        return heldByKernel == null
                ? settings.build()
                : settings.heldByKernel(heldByKernel).build();
    }

    private Watched ofMachine(EndOfProcess process) throws IOException {
        BufferFilter filter = filters.filter();
        LeakListener listener = new LeakListener(
                watch(LeakWatch.ofThisMachine()), filter, sizes(), line -> print(line, process), this::report);
        try (MachineStats machine = openMachine()) {
            if (!filter.isForAll()) {
                check(filter, machine.snapshot());
            }
            sample(machine, listener, process);
        }
        return listener.result();
    }

    private void sample(MachineStats machine, LeakListener listener, EndOfProcess process) throws DmaBufException {
        Sampler sampler = Sampler.of(machine)
                .every(interval == null ? USUAL : interval)
                .start(new LossListener(listener, process::lose));
        try {
            if (longest == null) {
                process.await();
            } else {
                process.await(longest);
            }
        } finally {
            sampler.close();
        }
    }

    private void print(String line, EndOfProcess process) {
        messages().println(line);
        if (messages().checkError()) {
            process.ask();
        }
    }

    private void report(String sentence) {
        err().println(commandName() + ": " + sentence);
    }

    private Watched ofRecordings() throws IOException {
        BufferFilter filter = filters.filter();
        List<String> lines = new ArrayList<>();
        LeakListener listener =
                new LeakListener(watch(LeakWatch.ofSnapshots()), filter, sizes(), lines::add, this::report);
        try (Progress progress = Progress.of("reading the recordings");
                MergedRecordings merged = MergedRecordings.open(recordings)) {
            progress.now(merged::progress);
            feed(listener, filter, merged);
            merged.notes().forEach(err()::println);
        }
        lines.forEach(messages()::println);
        return listener.result();
    }

    private void feed(LeakListener listener, BufferFilter filter, MergedRecordings merged) throws IOException {
        SampleChoice choice = new SampleChoice(interval == null ? Duration.ZERO : interval);
        for (Optional<Sample> sample = merged.next(); sample.isPresent(); sample = merged.next()) {
            Snapshot snapshot = sample.get().snapshot();
            if (choice.takes(snapshot)) {
                check(filter, snapshot);
                listener.sampled(sample.get());
            }
        }
    }

    @Override
    Map<String, Object> document(Watched watched) {
        Map<String, Object> document = SnapshotDocument.head(watched.last().all());
        document.put(SnapshotDocument.FILTER, watched.last().document().orElse(null));
        document.put("from", watched.from().toString());
        document.put("samples", watched.samples());
        document.put("missing", watched.missing());
        document.put("unwatched", watched.unwatched());
        document.put("suspects", SnapshotDocument.list(watched.suspects(), LeakText::document));
        return document;
    }

    @Override
    void printCsv(Watched watched) {
        printCsv(LeakText.table(watched.suspects()));
    }

    @Override
    void printText(Watched watched) {
        int suspects = watched.suspects().size();
        out().println(Counted.of(watched.samples(), "sample") + " from "
                + LeakText.second(watched.from()) + " to "
                + LeakText.second(watched.last().all().time()) + "; "
                + (suspects == 0 ? "no suspect" : "suspects: " + suspects));
        if (suspects > 0) {
            printText(LeakText.table(watched.suspects()));
        }
    }

    @Override
    List<String> notes(Watched watched) {
        List<String> notes = new ArrayList<>(watched.last().notes());
        if (watched.missing() > 0) {
            notes.add("note: samples that could not be taken: " + watched.missing());
        }
        if (watched.unwatched() > 0) {
            notes.add("note: too many names, processes and exporters: " + watched.unwatched()
                    + " were not watched; choose some by --pid, --exporter or --name");
        }
        notes.addAll(notesOn(watched.last().shown()));
        return notes;
    }

    @Override
    int exitCode(Watched watched) {
        return watched.suspects().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }
}
