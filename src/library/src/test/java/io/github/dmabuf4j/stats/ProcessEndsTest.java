// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static io.github.dmabuf4j.support.BufferBuilder.holder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.events.UnexplainedKills;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.procfs.ProcessFacts;
import io.github.dmabuf4j.internal.sys.Poller;
import io.github.dmabuf4j.support.BufferBuilder;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.Snapshots;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of this machine. Their parent does not wait for them, so that procfs reports how they have ended. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
class ProcessEndsTest {
    private static final Path PROC = Path.of("/proc");
    private static final int READABLE = LibC.POLLIN();

    private final UnexplainedKills kills = new UnexplainedKills(Duration.ZERO);
    private final List<Process> parents = new ArrayList<>();
    private ProcessEnds ends;

    @BeforeEach
    void open() throws DmaBufException {
        ends = ProcessEnds.open();
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
        for (Process parent : parents) {
            parent.getOutputStream().close();
            parent.waitFor();
            parent.getInputStream().close();
            parent.getErrorStream().close();
        }
    }

    /** Starts a process whose parent, which has become another program, never waits for it. Returns its number. */
    private int start(String command) throws IOException {
        Process parent = new ProcessBuilder("sh", "-c", command + " & echo $!; exec cat").start();
        parents.add(parent);
        BufferedReader out = parent.inputReader(StandardCharsets.UTF_8);
        return Integer.parseInt(out.readLine());
    }

    private static ProcessId id(int pid) {
        long start = new ProcessFacts(PROC, pid).stat().orElseThrow().startTicks();
        return new ProcessId(pid, start);
    }

    private static void kill(int pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    /** Waits for the kernel to report an end. */
    private List<ProcessEnd> ended() {
        List<ProcessEnd> ended = ends.ended(kills);
        while (ended.isEmpty()) {
            while (Poller.happened(ends.number(), READABLE) == 0) {
                Thread.onSpinWait();
            }
            ended = ends.ended(kills);
        }
        return ended;
    }

    @Test
    void aKilledProcessHasItsSignal() throws IOException {
        int pid = start("sleep 600");
        ProcessId id = id(pid);
        ends.watchChosen(id, "sleep");
        assertThat(ends.ended(kills)).isEmpty();
        kill(pid);

        assertThat(ended()).containsExactly(new ProcessEnd(id, "sleep", EndCause.KILLED, OptionalInt.of(9)));
        assertThat(ends.ended(kills)).as("told once").isEmpty();
    }

    @Test
    void aProcessThatExitsHasItsCode(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        int pid = start("(read line < " + pipe + "; exit 3)");
        ProcessId id = id(pid);
        ends.watch(pid);
        Files.writeString(pipe, "end\n");

        assertThat(ended())
                .extracting(ProcessEnd::process, ProcessEnd::cause, ProcessEnd::code)
                .containsExactly(tuple(id, EndCause.EXITED, OptionalInt.of(3)));
    }

    @Test
    void severalEndsAreToldTogetherAndEachOnce() throws IOException {
        int first = start("sleep 600");
        int second = start("sleep 600");
        ends.watch(first);
        ends.watch(second);
        kill(first);
        kill(second);
        List<ProcessEnd> all = new ArrayList<>(ended());
        if (all.size() < 2) {
            all.addAll(ended());
        }

        assertThat(all).extracting(end -> end.process().pid()).containsExactlyInAnyOrder(first, second);
    }

    /** Another process may have the number. */
    @Test
    void aProcessThatEndedBeforeItCouldBeWatchedHasAnUnknownCause() throws IOException {
        int pid = start("sleep 600");
        ProcessId earlier = new ProcessId(pid, id(pid).startTicks() - 1);
        ends.watchChosen(earlier, "camera");
        ends.watchChosen(new ProcessId(Integer.MAX_VALUE, 1), "display");

        assertThat(ends.hasEarly()).isTrue();
        assertThat(ends.ended(kills))
                .containsExactly(
                        new ProcessEnd(earlier, "camera", EndCause.UNKNOWN, OptionalInt.empty()),
                        new ProcessEnd(
                                new ProcessId(Integer.MAX_VALUE, 1), "display", EndCause.UNKNOWN, OptionalInt.empty()));
        assertThat(ends.hasEarly()).isFalse();
    }

    /** A source may be wrong about a process, or have numbers of another namespace: a sample must not cause the next one for ever. */
    @Test
    void aHolderThatIsNotThereHasEndedOnce() {
        Snapshot snapshot = heldBy(new ProcessId(Integer.MAX_VALUE, 1));
        ends.watchHolders(snapshot);
        assertThat(ends.ended(kills)).hasSize(1);
        ends.watchHolders(snapshot);
        assertThat(ends.hasEarly()).isFalse();
        ends.watchHolders(Snapshots.of());
        ends.watchHolders(snapshot);
        assertThat(ends.ended(kills)).as("it was not in the snapshot before").hasSize(1);
    }

    /** Otherwise nothing could be read any more, and nobody would be told. */
    @Test
    void halfOfTheDescriptorsIsLeftForSamples() {
        String head = "Limit                     Soft Limit           Hard Limit           Units     \n";

        assertThat(ProcessEnds.most(
                        head + "Max open files            60                   4096                 files     \n"))
                .isEqualTo(30);
        assertThat(ProcessEnds.most(
                        head + "Max open files            1048576              1048576              files     \n"))
                .isEqualTo(1024);
        assertThat(ProcessEnds.most(
                        head + "Max open files            unlimited            unlimited            files     \n"))
                .isEqualTo(1024);
        assertThat(ProcessEnds.most("")).isEqualTo(1024);
    }

    @Test
    void aNumberWithoutAProcessIsRefused() {
        assertThatThrownBy(() -> ends.watch(Integer.MAX_VALUE))
                .isInstanceOf(DmaBufException.class)
                .hasMessageStartingWith("pidfd_open on process " + Integer.MAX_VALUE + " failed: ESRCH (3)");
    }

    private static Snapshot heldBy(ProcessId... holders) {
        BufferBuilder buffer = buffer(1).size(4096);
        for (ProcessId id : holders) {
            buffer.held(holder(new HoldingProcess(id.pid(), "sleep", id.startTicks()), List.of(3)));
        }
        return Snapshots.of(buffer.toInfo());
    }

    @Test
    void theProcessesOfTheLastSnapshotAreWatched() throws IOException {
        int gone = start("sleep 600");
        int still = start("sleep 600");
        ends.watchHolders(heldBy(id(gone), id(still)));
        ends.watchHolders(heldBy(id(still)));
        kill(gone);
        kill(still);

        assertThat(ended()).extracting(end -> end.process().pid()).containsExactly(still);
        assertThat(ends.ended(kills)).isEmpty();
    }

    @Test
    void aChosenProcessIsWatchedWhateverItHolds() throws IOException {
        int pid = start("sleep 600");
        ends.watchHolders(heldBy(id(pid)));
        ends.watchChosen(id(pid), "sleep");
        ends.watchHolders(Snapshots.of());
        kill(pid);

        assertThat(ended()).extracting(end -> end.process().pid()).containsExactly(pid);
    }

    @Test
    void withoutDescriptorsTheOthersAreWatchedOn() throws IOException {
        int first = start("sleep 600");
        int second = start("sleep 600");
        ends.watchHolders(heldBy(id(first)));
        Snapshot both = heldBy(id(first), id(second));
        // One is taken while it looks at a process.
        try (DescriptorLimit limit = DescriptorLimit.leaving(0)) {
            assertThat(limit).isNotNull();
            ends.watchHolders(both);
        }
        kill(first);
        kill(second);

        assertThat(ended()).extracting(end -> end.process().pid()).containsExactly(first);
    }

    @Test
    void processesAreFoundByTheirName() throws IOException {
        ChosenProcesses chosen = new ChosenProcesses(List.of(ProcessChoice.named("sleep"::equals)));
        int pid = start("exec sleep 600");
        while (!new ProcessFacts(PROC, pid).stat().orElseThrow().command().equals("sleep")) {
            Thread.onSpinWait();
        }
        chosen.watchAll(ends);
        kill(pid);

        assertThat(ended()).extracting(end -> end.process().pid()).contains(pid);
        chosen.watchAll(ends);
        assertThat(ends.ended(kills))
                .as("its parent has not waited for it")
                .extracting(end -> end.process().pid())
                .doesNotContain(pid);
    }

    @Test
    void processesAreFoundByTheirControlGroup() throws IOException {
        int pid = start("sleep 600");
        String group = new ProcessFacts(PROC, pid).controlGroup().orElseThrow();
        new ChosenProcesses(
                        List.of(ProcessChoice.inControlGroup(one -> one.path().equals(group + "/none"))))
                .watchAll(ends);
        new ChosenProcesses(
                        List.of(ProcessChoice.inControlGroup(one -> one.path().equals(group))))
                .watchYoung(ends);
        kill(pid);

        assertThat(ended()).extracting(end -> end.process().pid()).contains(pid);
    }
}
