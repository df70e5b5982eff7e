// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.LeakKind;
import io.github.dmabuf4j.stats.LeakSuspect;
import io.github.dmabuf4j.stats.LeakWatch;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Leaks of real buffers, which the watch must find, and churn, in which it must find none. */
@RealKernel
@Needs(BUFFERS)
class WatchIT {
    private static final int PAGE = 4096;
    private static final String HEAP = Heaps.ordinary();
    private static final int SLOTS = 64;
    private static final int RENEWED = 10;
    /** More than the first answer on growth takes. */
    private static final int ENOUGH_SAMPLES = 100;

    private static final long PATIENCE_MILLIS = 120_000;

    @Test
    void aLeakAmongChurnIsTheFirstSuspect() throws Exception {
        try (Holder leaking = Holder.start();
                Holder churning = Holder.start();
                MachineStats stats = MachineStats.open()) {
            leaking.comm("leaking");
            churning.churn(HEAP, PAGE);
            LeakWatch watch = LeakWatch.ofThisMachine().build();
            List<Long> inodes = new ArrayList<>();
            for (int sample = 0; sample < 4 * SLOTS && watch.suspects().isEmpty(); sample++) {
                if (sample % 4 == 1) {
                    inodes.add(leaking.alloc(HEAP, 2 * PAGE, sample / 4));
                }
                leaking.alloc(HEAP, PAGE, SLOTS);
                watch.add(stats.snapshot());
                leaking.close(SLOTS);
            }
            assertThat(churning.churnStop()).isPositive();
            LeakSuspect first = watch.suspects().get(0);
            assertThat(first.subject().kind()).isEqualTo(LeakKind.PROCESS);
            assertThat(first.subject().process().orElseThrow().pid()).isEqualTo((int) leaking.pid());
            assertThat(first.growth().bytes()).isEqualTo(first.growth().buffers() * 2L * PAGE);
            assertThat(inodes).containsAll(first.inodes());
        }
    }

    @Test
    void churnAloneHasNoSuspect() throws Exception {
        try (Holder churning = Holder.start();
                Holder renewing = Holder.start();
                MachineStats stats = MachineStats.open()) {
            churning.churn(HEAP, PAGE);
            LeakWatch watch = LeakWatch.ofThisMachine().build();
            for (int sample = 0; sample < ENOUGH_SAMPLES; sample++) {
                // Each lives for as many samples as there are slots.
                int slot = sample % RENEWED;
                if (sample >= RENEWED) {
                    renewing.close(slot);
                }
                renewing.alloc(HEAP, PAGE, slot);
                watch.add(stats.snapshot());
                assertThat(watch.suspects()).isEmpty();
            }
            CommandRun run = CommandRun.of("watch", "--interval", "50ms", "--for", "1s", "--csv");
            assertThat(run.exitCode()).isZero();
            assertThat(run.lines())
                    .containsExactly("kind,subject,pid,buffers,size,perHour,now,since,samples,over,inodes");
            assertThat(churning.churnStop()).isPositive();
        }
    }

    @Test
    void whatTheKernelAloneHoldsIsASuspectAndWhatAProcessHoldsIsNone() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(HEAP, PAGE, 0);
            holder.alloc(HEAP, PAGE, 1);
            holder.socketHold(0);
            CommandRun run = watchKernel(1);
            for (int seconds = 3; run.exitCode() == ExitCode.OK && seconds < 100; seconds *= 3) {
                run = watchKernel(seconds);
            }
            assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.FOUND);
            JsonObject suspect =
                    Json.parse(run.out()).objects("suspects", one -> one).get(0);
            assertThat(suspect.text("kind")).isEqualTo("kernel-alone");
            assertThat(suspect.text("subject")).isEqualTo(HEAP);
            assertThat(suspect.values("inodes", Integer.class)).containsExactly((int) inode);
            assertThat(run.err()).contains(" suspect: held by the kernel alone, of exporter " + HEAP + ": 1 buffer, ");
            holder.socketRelease();
        }
    }

    private static CommandRun watchKernel(int seconds) {
        return CommandRun.of(
                "watch", "--json", "--interval", "50ms", "--held-by-kernel", "200ms", "--for", seconds + "s");
    }

    @Test
    @Needs(VGEM)
    void whatAnEndedProcessHasLeftIsASuspect() throws IOException {
        try (Holder ending = Holder.start();
                Holder importing = Holder.start();
                MachineStats stats = MachineStats.open()) {
            LeakWatch watch =
                    LeakWatch.ofThisMachine().heldByKernel(Duration.ofMillis(1)).build();
            ending.comm("ending");
            long inode = ending.alloc(HEAP, PAGE, 0);
            ending.pass(0, importing, 0);
            importing.drm("vgem", 0);
            long handle = importing.importInto(0, 0);
            importing.close(0);
            watch.add(stats.snapshot());
            ending.kill();
            for (int sample = 0; sample < ENOUGH_SAMPLES && !hasEndedProcess(watch); sample++) {
                watch.add(stats.snapshot());
            }
            assertThat(watch.suspects()).singleElement().satisfies(suspect -> {
                assertThat(suspect.subject().kind()).isEqualTo(LeakKind.ENDED_PROCESS);
                assertThat(suspect.subject().process().orElseThrow().command()).isEqualTo("ending");
                assertThat(suspect.inodes()).containsExactly(inode);
            });
            importing.gemClose(0, handle);
            watch.add(stats.snapshot());
            assertThat(watch.suspects()).isEmpty();
        }
    }

    private static boolean hasEndedProcess(LeakWatch watch) {
        return watch.suspects().stream().anyMatch(suspect -> suspect.subject().kind() == LeakKind.ENDED_PROCESS);
    }

    @Test
    void controlCEndsAWatchWithItsSummaryAndExitCode() throws Exception {
        Process process = startWatch("--interval", "50ms", "--held-by-kernel", "1ms");
        try (BufferedReader out = process.inputReader();
                Holder leaking = Holder.start()) {
            BlockingQueue<String> lines = new LinkedBlockingQueue<>();
            Thread reader = Thread.ofVirtual().start(() -> out.lines().forEach(lines::add));
            leaking.comm("leaking");
            assertThat(leakUntilLine(leaking, lines, " suspect: process leaking(" + leaking.pid() + "): "))
                    .isTrue();
            signal("INT", process);
            assertThat(process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.FOUND);
            reader.join();
            assertThat(lines)
                    .anyMatch(line -> line.matches("[0-9]+ samples from .*; suspects: [1-9][0-9]*"))
                    .anyMatch(line -> line.matches("process +leaking +" + leaking.pid() + " .*"));
        } finally {
            process.destroyForcibly();
            process.getOutputStream().close();
        }
    }

    @Test
    void sigtermEndsAWatchThatHasNoSuspectWithZero() throws Exception {
        Process process = startWatch("--interval", "50ms", "--held-by-kernel", "1ms");
        try (BufferedReader out = process.inputReader();
                Holder holder = Holder.start()) {
            holder.alloc(HEAP, PAGE, 0);
            holder.socketHold(0);
            assertThat(out.readLine()).contains(" suspect: held by the kernel alone");
            holder.socketRelease();
            assertThat(out.readLine()).contains(" no suspect any more: held by the kernel alone");
            signal("TERM", process);
            assertThat(out.readLine()).endsWith("; no suspect");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
            process.getOutputStream().close();
        }
    }

    /** A process whose parent ignores SIGINT would ignore it too. */
    private static Process startWatch(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        List<String> arguments = new ArrayList<>(List.of("watch"));
        arguments.addAll(List.of(options));
        command.addAll(ChildJvm.command(Main.class, ChildJvm.SMALL, arguments.toArray(String[]::new)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Leaks a buffer whenever no line has come for a time of several samples. */
    private static boolean leakUntilLine(Holder leaking, BlockingQueue<String> lines, String text) throws Exception {
        for (int slot = 0; slot < 1000; slot++) {
            leaking.alloc(HEAP, PAGE, slot);
            @Nullable String line = lines.poll(250, TimeUnit.MILLISECONDS);
            while (line != null) {
                if (line.contains(text)) {
                    return true;
                }
                line = lines.poll();
            }
        }
        return false;
    }
}
