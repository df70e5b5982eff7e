// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.StandardOutput;
import io.github.dmabuf4j.cli.option.DurationConverter;
import io.github.dmabuf4j.cli.option.PressureText;
import io.github.dmabuf4j.cli.option.StatsOptions;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.PressureLevel;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import io.github.dmabuf4j.stats.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
                    + " for lack of memory, and on request under memory pressure. Ends with Ctrl-C. The samples in the"
                    + " file stay whole however it ends."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dmabuf record --interval 10s --out rec.jsonl",
            "  dmabuf record --interval 1m --on-pressure low --out rec.jsonl",
            "  dmabuf record --interval 1s --count 60 --out rec.jsonl",
            "  dmabuf report rec.jsonl --out report.html      what has grown"
        })
public final class RecordCommand extends CommandBase {
    @Mixin
    private StatsOptions stats = new StatsOptions();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            required = true,
            converter = DurationConverter.class,
            description = "Time between two samples: 500ms, 10s, 5m, 2h.")
    private Duration interval = Duration.ZERO;

    @Option(
            names = "--on-pressure",
            paramLabel = "LEVEL",
            description = "Also take a sample when processes stall for lack of memory." + PressureText.LEVELS)
    private @Nullable PressureLevel pressure;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file to append to: a new one or an earlier recording.")
    private Path file = Path.of("");

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after N samples. A sample that cannot be taken counts too; the exit code is then 1.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws IOException {
        if (interval.isZero()) {
            throw badUsage("--interval 0: give a time between two samples, such as 1s");
        }
        if (count < 1) {
            throw badUsage("--count " + count + ": at least 1 sample is needed");
        }
        try (MachineStats machine = stats.open().with(RecordingWriter.DETAILS)) {
            return record(machine);
        }
    }

    private int record(MachineStats machine) throws IOException {
        Sampler.Builder settings = Sampler.of(machine).every(interval);
        if (pressure != null) {
            settings.onPressure(pressure);
        }
        try (RecordingWriter writer = RecordingWriter.open(file)) {
            Recorder recorder = new Recorder(writer);
            Sampler sampler = settings.start(recorder);
            try {
                recorder.end.await();
            } catch (InterruptedException interrupt) {
                // This thread is interrupted only to end it.
                Thread.currentThread().interrupt();
            } finally {
                sampler.close();
            }
            if (recorder.failure != null) {
                throw StandardOutput.failure(file, recorder.failure);
            }
            return recorder.missing == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** Writes each sample, until there are enough or one cannot be written. */
    private final class Recorder implements SampleListener {
        private final RecordingWriter writer;
        private final CountDownLatch end = new CountDownLatch(1);
        private long attempts;
        private long missing;
        private volatile @Nullable IOException failure;

        Recorder(RecordingWriter writer) {
            this.writer = writer;
        }

        @Override
        public void sampled(Sample sample) {
            if (isOver()) {
                return;
            }
            try {
                writer.append(sample);
            } catch (IOException problem) {
                failure = problem;
            } catch (Throwable thrown) {
                // For instance OutOfMemoryError: the next sample may fit again, and only the user ends a recording.
                printMissing(sample.reason(), thrown.toString());
            }
            attempted();
        }

        @Override
        public void failed(String reason, DmaBufException failure) {
            if (!isOver()) {
                printMissing(reason, String.valueOf(failure.getMessage()));
                attempted();
            }
        }

        private boolean isOver() {
            return attempts == count || failure != null;
        }

        private void attempted() {
            attempts++;
            if (isOver()) {
                end.countDown();
            }
        }

        private void printMissing(String reason, String why) {
            missing++;
            err().println(commandName() + ": no sample (" + TerminalEscape.of(reason) + "): "
                    + TerminalEscape.sentence(why));
        }
    }
}
