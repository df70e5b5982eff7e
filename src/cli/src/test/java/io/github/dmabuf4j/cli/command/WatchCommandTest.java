// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.cli.recording.RecordingFiles.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.recording.RecordingFiles;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on recordings of a simulated machine; WatchIT has real buffers. */
class WatchCommandTest {
    private static final int SAMPLES = 270;

    @TempDir
    private Path directory;

    private Path clean;
    private Path leaking;

    @BeforeEach
    void record() throws IOException {
        clean = recording("clean.jsonl", churning());
        leaking = recording("leaking.jsonl", churning().leak(50, "a\u001b[1m", 60));
    }

    private static SimulatedMachine churning() {
        return new SimulatedMachine(1).churn(1, "tile", 30, 1, 20).churn(50, "frame", 60, 1, 10);
    }

    private Path recording(String name, SimulatedMachine machine) throws IOException {
        machine.run(Duration.ofMinutes(5));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(new Sample(Sample.INTERVAL, machine.snapshot()));
            machine.run(Duration.ofSeconds(10));
        }
        return RecordingFiles.recording(directory.resolve(name), samples.toArray(Sample[]::new));
    }

    @Test
    void aRecordingWithoutALeakHasNoSuspect() {
        CommandRun run = run("watch", "--of", clean);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .containsExactly("270 samples from 2026-01-02T03:09:05Z to 2026-01-02T03:53:55Z; no suspect");
    }

    @Test
    void aLeakIsNamedWhenItAppearsAndFirstInTheSummary() {
        CommandRun run = run("watch", "--of", leaking, "--human");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .anyMatch(line -> line.matches(
                        "2026-01-02T03:[0-9:]+Z suspect: process p50\\(50\\): [0-9]+ buffers, [0-9.]+ KiB since"
                                + " 2026-01-02T03:09:05Z, \\+48[0-9.]+ KiB an hour"))
                .anyMatch(line -> line.contains(" suspect: buffers named a\\u001b[1m: "))
                .anyMatch(line -> line.endsWith("; suspects: 3"));
        List<String> table =
                run.lines().stream().dropWhile(line -> !line.startsWith("KIND")).toList();
        assertThat(table.get(1)).matches("name +a\\\\u001b\\[1m +- +\\+[0-9]+ .*");
        assertThat(table.get(2)).matches("process +p50 +50 +\\+[0-9]+ .*");
        assertThat(table.get(3)).matches("exporter +system +- +\\+[0-9]+ .*");
    }

    @Test
    void stdoutIsForTheProgramThatReadsIt() throws IOException {
        CommandRun csv = run("watch", "--of", leaking, "--csv");
        assertThat(csv.exitCode()).isEqualTo(4);
        assertThat(csv.lines())
                .hasSize(4)
                .startsWith("kind,subject,pid,buffers,size,perHour,now,since,samples,over,inodes");
        assertThat(csv.lines().get(2)).matches("process,p50,50,[0-9]+,[0-9]+,[0-9]+,[0-9]+,.*Z,270,no,[0-9 ]+");
        assertThat(csv.err()).contains(" suspect: process p50(50): ");

        CommandRun json = run("watch", "--of", leaking, "--json");
        JsonObject document = Json.parse(json.out());
        assertThat(json.exitCode()).isEqualTo(4);
        assertThat(document.smallNumber("samples")).isEqualTo(SAMPLES);
        assertThat(document.objects("suspects", one -> one.text("kind")))
                .containsExactly("name", "process", "exporter");
        assertThat(document.objects("suspects", one -> one.values("inodes", Integer.class))
                        .get(0))
                .hasSize(4);
    }

    @Test
    void theUserChoosesBuffersProcessesAndSamples() {
        assertThat(run("watch", "--of", leaking, "--pid", 1).exitCode()).isZero();
        assertThat(run("watch", "--of", leaking, "--pid", 50).out()).contains("process p50(50)");
        assertThat(run("watch", "--of", leaking, "--name", "frame").exitCode()).isZero();
        assertThat(run("watch", "--of", leaking, "--name", "frame").out()).contains("note: filtered by --name frame: ");
        assertThat(run("watch", "--of", leaking, "--interval", "20s").out()).contains("\n135 samples ");
    }

    @Test
    void whatIsHeldByTheKernelAloneIsASuspectOnRequest() throws IOException {
        SimulatedMachine machine = new SimulatedMachine(1);
        machine.allocate(50, "a", 4096, 1_000_000);
        machine.drop(50, 1);
        Path file = recording("held.jsonl", machine);

        assertThat(run("watch", "--of", file).exitCode()).isZero();
        CommandRun run = run("watch", "--of", file, "--held-by-kernel", "30m", "--no-human");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.lines())
                .contains(
                        "2026-01-02T03:39:15Z suspect: held by the kernel alone, of exporter system: 1 buffer, 4096 bytes"
                                + " since 2026-01-02T03:09:05Z");
    }

    @Test
    void aBufferThatWasChosenByItsProcessStaysChosen() throws IOException {
        SimulatedMachine machine = new SimulatedMachine(1).with(running -> {
            if (running.second() == 600) {
                running.drop(50, 1);
                running.drop(51, 1);
            }
        });
        machine.allocate(50, "a", 4096, 1_000_000);
        machine.allocate(51, "b", 8192, 1_000_000);
        CommandRun run = run(
                "watch", "--of", recording("dropped.jsonl", machine), "--pid", 50, "--held-by-kernel", "5m", "--csv");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(1)).startsWith("kernel-alone,system,,1,4096,0,4096,");
    }

    @Test
    void aSuspectThatIsNoneAnyMoreIsTakenBack() throws IOException {
        SimulatedMachine machine = new SimulatedMachine(1).with(running -> {
            if (running.second() < 1800 && running.second() % 30 == 0) {
                running.allocate(1, "a", 4096, 3000);
            }
        });
        CommandRun run = run("watch", "--of", recording("over.jsonl", machine));

        assertThat(run.lines())
                .anyMatch(line -> line.contains(" suspect: process p1(1): "))
                .anyMatch(line -> line.endsWith(" no suspect any more: process p1(1)"))
                .anyMatch(line -> line.endsWith("; no suspect"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aClockThatWasSetBackHidesNoSample() throws IOException {
        SimulatedMachine machine = churning().leak(50, "a", 60).with(running -> {
            if (running.second() == 1500) {
                running.setClock(-100_000);
            }
        });
        Path file = recording("back.jsonl", machine);
        assertThat(run("watch", "--of", file).out()).contains("\n270 samples ");
        assertThat(run("watch", "--of", file, "--interval", "20s").out()).contains("\n135 samples ");
    }

    @Test
    void recordingsOfTwoMachinesAtOnceAreRefused() throws IOException {
        SimulatedMachine other = churning();
        other.restart();
        Path file = recording("other.jsonl", other);
        CommandRun run = run("watch", "--of", clean, "--of", file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("the recordings are of two machines, or of two boots whose times overlap: watch each alone")
                .hasLineCount(1);
    }

    @Test
    void whatARecordingLacksIsSaid() throws IOException {
        Files.writeString(clean, "{\"reason\":\n", StandardOpenOption.APPEND);
        assertThat(run("watch", "--of", clean).err())
                .isEqualToIgnoringNewLines("note: " + clean + ": 1 line is broken and left out");

        CommandRun none = run("watch", "--of", directory.resolve("none"));
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("no such file or directory");
    }

    @Test
    void thisMachineIsWatchedForATime() {
        CommandRun run = run("watch", "--source", "procfs", "--interval", "100ms", "--for", "300ms");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("^[1-9][0-9]* samples? from .* to .*; no suspect");
    }
}
