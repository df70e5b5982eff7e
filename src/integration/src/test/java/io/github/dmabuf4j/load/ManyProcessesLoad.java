// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.load;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.Main;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.ProcessUsage;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More buffers and more processes than a usual machine has. */
@RealKernel
@Needs(SYSTEM_HEAP)
class ManyProcessesLoad {
    private static final int PAGE = 4096;
    private static final int EACH = 1_000;

    private final List<Holder> holders = new ArrayList<>();

    private void hold(int processes) throws IOException {
        for (int i = 0; i < processes; i++) {
            Holder holder = Holder.start();
            holders.add(holder);
            holder.allocMany("system", PAGE, EACH, 0);
        }
    }

    @AfterEach
    void endAll() throws IOException {
        for (Holder holder : holders) {
            holder.close();
        }
    }

    @Test
    void twentyThousandBuffersOfTwentyProcessesAreListed() throws IOException, InterruptedException {
        hold(20);
        checkAll();
    }

    @Test
    void aHundredThousandBuffersOfAHundredProcessesAreListed() throws IOException, InterruptedException {
        hold(100);
        checkAll();
    }

    private void checkAll() throws IOException, InterruptedException {
        try (MachineStats machine = MachineStats.open()) {
            checkSnapshot(machine);
        }
        int buffers = holders.size() * EACH;
        assertThat(linesOf("ls")).as("buffers by ls").isEqualTo(buffers);
        assertThat(linesOf("ps")).as("processes by ps").isEqualTo(holders.size());
    }

    private void checkSnapshot(MachineStats stats) throws IOException {
        long start = System.nanoTime();
        Snapshot snapshot = stats.snapshot();
        int buffers = holders.size() * EACH;
        Figures.print(
                "snapshot of %d buffers, the first of a JVM: %.1f s".formatted(buffers, Figures.secondsSince(start)));
        assertThat(snapshot.unreadable()).isZero();
        assertThat(snapshot.contradictions()).isEmpty();
        assertThat(snapshot.totals().all().buffers()).isEqualTo(buffers);
        assertThat(snapshot.totals().all().bytes()).isEqualTo((long) buffers * PAGE);
        assertThat(snapshot.buffers())
                .allSatisfy(buffer -> assertThat(buffer.holders()).hasSize(1));
        Set<Integer> pids = holders.stream().map(holder -> (int) holder.pid()).collect(Collectors.toSet());
        assertThat(snapshot.processes().stream().map(usage -> usage.process().pid()))
                .containsExactlyInAnyOrderElementsOf(pids);
        assertThat(snapshot.processes()).allSatisfy(ManyProcessesLoad::checkUsage);
    }

    private static void checkUsage(ProcessUsage usage) {
        assertThat(usage.buffers()).isEqualTo(EACH);
        assertThat(usage.rss()).isEqualTo((long) EACH * PAGE);
        assertThat(usage.pss()).isEqualTo((long) EACH * PAGE);
    }

    /** Runs a command in a JVM of its own. Returns the number of rows that it prints. */
    private long linesOf(String command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = Processes.startJvm(Main.class, command, "--csv");
        process.getOutputStream().close();
        long rows = -1; // without the heading
        long resident = 0;
        try (BufferedReader out = process.inputReader()) {
            while (out.readLine() != null) {
                rows++;
                if (rows % EACH == 0) {
                    resident = Figures.status(process.pid(), "VmHWM");
                }
            }
        }
        assertThat(process.waitFor()).isZero();
        Figures.print("%s of %d buffers of %d processes, a JVM of its own: %.1f s, at most %d MiB resident"
                .formatted(
                        command, holders.size() * EACH, holders.size(), Figures.secondsSince(start), resident >> 10));
        return rows;
    }
}
