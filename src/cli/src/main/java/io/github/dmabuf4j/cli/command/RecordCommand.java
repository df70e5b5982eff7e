// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.LostClass;
import io.github.dmabuf4j.cli.io.ServiceManager;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.io.UserSignal;
import io.github.dmabuf4j.cli.option.DurationConverter;
import io.github.dmabuf4j.cli.option.EndChoice;
import io.github.dmabuf4j.cli.option.KeepConverter;
import io.github.dmabuf4j.cli.option.LimitConverter;
import io.github.dmabuf4j.cli.option.PressureText;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.recording.Keep;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.stats.Limit;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.PressureLevel;
import io.github.dmabuf4j.stats.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records samples in a file. */
@Command(
        name = "record",
        description = {
            "Appends samples of all DMA-BUFs to a file.",
            "A sample is a line of JSON. It is taken at the start, at every interval, when the kernel has killed a process"
                    + " for lack of memory, on SIGUSR1, and on request under memory pressure and when processes end. Ends"
                    + " with Ctrl-C. The samples in the file stay whole however it ends. A full disk does not end it: the"
                    + " next sample that fits says how many are missing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf record --interval 1s --count 60 --out rec.jsonl",
            "  dmabuf record --interval 1m --on-pressure low --out rec.jsonl",
            "  dmabuf record --interval 1m --on-end holders --keep 7d --out rec.jsonl",
            "  dmabuf record --now rec.jsonl                  ask a running recorder",
            "  dmabuf report rec.jsonl --out report.html      what has grown"
        })
public final class RecordCommand extends CommandBase {
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** A sampler that waits looks for something to do once a second. */
    private static final Duration TURN = Duration.ofSeconds(2);

    @Mixin
    private StatsOptions stats = new StatsOptions(this::badUsage);

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Time between two samples: 500ms, 10s, 5m, 2h.")
    private @Nullable Duration interval;

    @Option(
            names = "--on-pressure",
            paramLabel = "LEVEL",
            description = "Also take a sample when processes stall for lack of memory." + PressureText.LEVELS)
    private @Nullable PressureLevel pressure;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to append to: a new one or an earlier recording.")
    private @Nullable Path file;

    @Option(
            names = "--on-end",
            paramLabel = "WHO",
            converter = EndChoice.Converter.class,
            description =
                    "Also take a sample when a process ends: the number of a process, a name in which * stands for any"
                            + " characters, cgroup:NAME for a container, a unit or a path, or holders for all that held buffers"
                            + " in the last sample. Can be repeated.")
    private List<EndChoice> ends = new ArrayList<>();

    @Option(
            names = "--when",
            paramLabel = "LIMIT",
            converter = LimitConverter.class,
            description =
                    "Mark the sample in which a limit is reached: total=2G, exporter=1G, exporter:system=512M,"
                            + " process=256M, process:NAME=256M; with a time, such as process=64M/min, by growth. Can be repeated.")
    private List<Limit> limits = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "HOW-MUCH",
            converter = KeepConverter.class,
            description =
                    "Drop the oldest samples: of a file that would be larger than a size such as 100M, or those that"
                            + " are older than a time such as 7d or 12h. Needs room for a copy. Can be repeated.")
    private List<Keep> keeps = new ArrayList<>();

    @Option(
            names = "--now",
            paramLabel = "FILE",
            description = "Make the recorder that runs for this file take a sample now, and end.")
    private @Nullable Path running;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after N samples. A sample that cannot be taken counts too; the exit code is then 1.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws IOException {
        if (running != null) {
            sampleNow(running);
            return ExitCode.OK;
        }
        if (interval == null || file == null) {
            throw badUsage("give --interval and --out, or --now with the file of a running recorder");
        }
        return record(interval, file);
    }

    private void sampleNow(Path recording) throws IOException {
        if (file != null || interval != null) {
            throw badUsage("--now " + recording + ": takes no other option");
        }
        new RunningRecorder(recording).sampleNow();
    }

    private int record(Duration every, Path target) throws IOException {
        if (every.isZero()) {
            throw badUsage("--interval 0: give a time between two samples, such as 1s");
        }
        if (count < 1) {
            throw badUsage("--count " + count + ": at least 1 sample is needed");
        }
        Keep keep = keeps.stream().reduce(Keep.ALL, Keep::and);
        try (MachineStats machine = stats.open().with(RecordingWriter.DETAILS);
                RecordingWriter writer = RecordingWriter.open(target, keep)) {
            Recorder recorder =
                    new Recorder(writer, count, every, sentence -> err().println(commandName() + ": " + sentence));
            run(settings(machine, every), recorder);
            LostClass.check(recorder.loss());
            if (recorder.failure().isPresent()) {
                throw StandardOutput.failure(target, recorder.failure().get());
            }
            return recorder.isIncomplete() ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private Sampler.Builder settings(MachineStats machine, Duration every) {
        Sampler.Builder settings = Sampler.of(machine).every(every);
        if (pressure != null) {
            settings.onPressure(pressure);
        }
        ends.forEach(choice -> choice.addTo(settings));
        limits.forEach(settings::when);
        return settings;
    }

    private static void run(Sampler.Builder settings, Recorder recorder) throws IOException {
        ServiceManager manager = ServiceManager.of(System.getenv());
        SignalRequests requests = new SignalRequests();
        UserSignal.handleBy(requests::ask);
        try (Sampler sampler = settings.start(recorder.listener())) {
            requests.serveBy(sampler);
            manager.ready();
            await(recorder, sampler, manager);
        }
    }

    /** Tells the manager that the recorder works, as long as the sampler does. */
    private static void await(Recorder recorder, Sampler sampler, ServiceManager manager) {
        Duration longest = manager.watchdog().map(time -> time.dividedBy(4)).orElse(FOREVER);
        try {
            while (!recorder.awaitEnd(longest)) {
                if (sampler.sinceLastTurn().compareTo(longest.plus(TURN)) < 0) {
                    manager.works();
                }
            }
        } catch (InterruptedException interrupt) {
            // This thread is interrupted only to end it.
            Thread.currentThread().interrupt();
        }
    }
}
