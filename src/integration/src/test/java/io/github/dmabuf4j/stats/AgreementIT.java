// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.ATTACHMENT_STATS;
import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.Elsewhere;
import io.github.dmabuf4j.support.BuffersCheck;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the commands with an independent C program that reads the same files of the kernel, by each choice of sources. Five
 * processes hold the buffers.
 */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF, VGEM, DEBUGFS})
@Smoke
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgreementIT {
    private static final int PAGE = 4096;
    private static final int EACH = 110;

    /** The commands whose documents together have all that the C program prints. */
    private static final List<String> COMMANDS = List.of("ls", "ps", "usage");

    /** Members that the C program does not print. */
    private static final List<String> ONLY_OURS =
            List.of("startTicks", "noVisibleHolder", "user", "cgroup", "cgroupPath");

    /** Members that BPF iterators do not report, or report where debugfs does not. */
    private static final List<String> NOT_BY_BPF = List.of("driver", "timeline", "context", "uid", "mapCounter");

    /** What is compared of a buffer that a process holds. */
    private static final List<String> OF_HELD = List.of("inode", "size", "exporter", "name", "references", "holders");

    private final List<Holder> holders = new ArrayList<>();

    @BeforeAll
    void startProcesses() throws IOException {
        for (int i = 0; i < 5; i++) {
            holders.add(Holder.start());
        }
        arrange(holders);
    }

    @AfterAll
    void endProcesses() throws IOException {
        for (Holder holder : holders) {
            holder.close();
        }
    }

    /** The sources of this kernel that the C program reads too. */
    private static List<String> ofBoth() {
        return MachineStats.sourceNames().stream()
                .filter(name -> !name.equals("bpf"))
                .filter(name -> !name.equals("sysfs") || SYSFS_STATS.isThere())
                .toList();
    }

    /** Every choice of these sources. The empty one leaves the choice to the programs. */
    static Stream<List<String>> sources() {
        List<String> all = ofBoth();
        return IntStream.range(0, 1 << all.size())
                .mapToObj(choice -> IntStream.range(0, all.size())
                        .filter(i -> (choice & 1 << i) != 0)
                        .mapToObj(all::get)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void theCommandsAgreeWithTheCheckFieldByField(List<String> sources) throws IOException {
        Agreement agreement = sources.isEmpty() && BUFFER_ITERATOR.isThere()
                ? byBpf()
                : new Agreement(BuffersCheck.json(sources.toArray(new String[0])), List.of());
        agreement.check(run(sources));
        agreement.checkScene(sources);
    }

    /** What is expected by BPF alone: debugfs too lists the devices as the kernel does, sysfs by their numbers. */
    private static Agreement byBpf() throws IOException {
        return new Agreement(BuffersCheck.json("debugfs", "procfs"), NOT_BY_BPF);
    }

    private static List<CommandRun> run(List<String> sources) {
        return COMMANDS.stream()
                .map(name -> sources.isEmpty()
                        ? CommandRun.of(name, "--json")
                        : CommandRun.of(name, "--json", "--source=" + String.join(",", sources)))
                .toList();
    }

    @Test
    @Needs(BUFFER_ITERATOR)
    void bpfAloneAgreesWithAllThatTheCheckReads() throws IOException {
        Agreement agreement = byBpf();
        agreement.check(run(List.of("bpf")));
        agreement.checkScene(List.of());
    }

    @Test
    @Needs(BPF_ITERATORS)
    void bpfBesideAllOthersContradictsNone() throws IOException {
        Agreement agreement = new Agreement(BuffersCheck.json(), List.of());
        agreement.check(run(Stream.concat(Stream.of("bpf"), ofBoth().stream()).toList()));
    }

    /** From Linux 5.15 on: those that are only mapped have all that the others have. */
    @Test
    @Needs(BPF_ITERATORS)
    void whatProcessesHoldByBpfIsWhatTheCheckReads() throws IOException {
        List<CommandRun> runs = run(List.of("bpf"));
        Map<String, Object> expected = JSON.std.mapFrom(BuffersCheck.json());
        List<?> held = held(expected);

        assertThat(held).hasSize(3 * EACH - 16);
        assertThat(differences(held(JSON.std.mapFrom(runs.get(0).out())), held, List.of()))
                .isEmpty();
        assertThat(differences(
                        byPid(JSON.std.mapFrom(runs.get(1).out()).get("processes")),
                        byPid(expected.get("processes")),
                        List.of()))
                .isEmpty();
    }

    private static List<?> held(Map<String, Object> document) {
        return ((List<?>) document.get("buffers"))
                .stream()
                        .map(buffer -> (Map<?, ?>) buffer)
                        .filter(buffer -> !((List<?>) buffer.get("holders")).isEmpty())
                        .map(AgreementIT::ofHeld)
                        .toList();
    }

    private static Map<String, Object> ofHeld(Map<?, ?> buffer) {
        Map<String, Object> part = new LinkedHashMap<>();
        OF_HELD.forEach(key -> part.put(key, buffer.get(key)));
        return part;
    }

    @Test
    @Needs(BUFFER_ITERATOR)
    void withoutDebugfsBpfAgreesWithAllThatTheCheckReads(@TempDir Path directory) throws IOException {
        Agreement agreement = byBpf();
        agreement.check(new Elsewhere(directory)
                .with(List.of("umount /sys/kernel/debug"))
                .runAll(
                        Elsewhere.ROOT,
                        COMMANDS.stream().map(name -> name + " --json").toList()));
    }

    @Test
    void theyAgreeWhereProcfsAloneIsMounted(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("check");
        List<String> script = new ArrayList<>(List.of("umount /sys/kernel/debug"));
        if (SYSFS_STATS.isThere()) {
            script.add("mount -t tmpfs none /sys/kernel/dmabuf");
        }
        script.add(BuffersCheck.program() + " > " + json);
        List<CommandRun> runs = new Elsewhere(directory)
                .with(script)
                .runAll(
                        Elsewhere.ROOT,
                        COMMANDS.stream()
                                .map(name -> name + " --json" + (BPF_ITERATORS.isThere() ? " --source=procfs" : ""))
                                .toList());
        Agreement agreement = new Agreement(Files.readString(json), List.of());
        agreement.check(runs);
        agreement.checkScene(List.of("procfs"));
    }

    /** Two or three exporters, with buffers that are shared, named, only mapped, only attached, or in flight. */
    private static void arrange(List<Holder> holders) throws IOException {
        Holder first = holders.get(0);
        first.allocMany("system", 3 * PAGE, EACH, 0);
        holders.get(1).allocMany(Heaps.contiguousOrSystem(), 2 * PAGE, EACH, 0);
        for (int i = 0; i < EACH; i++) {
            holders.get(2).udmabuf(PAGE, i);
        }
        for (int i = 0; i < 40; i++) {
            first.pass(i, holders.get(3), i);
            first.name(i, "shared " + i);
        }
        for (int i = 0; i < 20; i++) {
            first.pass(i, holders.get(4), i);
            holders.get(4).map(i, i, PAGE, 2 * PAGE);
            holders.get(4).close(i);
        }
        mapOnly(holders.get(2));
        attachOnly(holders.get(1));
        addFences(holders.get(1));
        first.name(50, "a\"b\\c\n\td,e");
        first.name(51, "\u001b[31m");
        first.name(52, "");
        first.name(55, new byte[] {'a', (byte) 0xff, '\n', (byte) 0xe2, (byte) 0x82});
        first.dup(53, 200);
        first.socketHold(54);
        holders.get(3).comm("x) y\"z");
        holders.get(4).leaderExit();
    }

    private static void mapOnly(Holder holder) throws IOException {
        holder.name(0, "line\nfeed");
        holder.name(1, "no line\\012feed");
        holder.name(2, "");
        holder.name(3, "<none>");
        holder.name(4, "\\134\\");
        holder.name(5, new byte[] {(byte) 0xc3, '\n'});
        for (int i = 0; i < 30; i++) {
            holder.map(i, i, 0, PAGE);
            holder.close(i);
        }
    }

    private static void attachOnly(Holder holder) throws IOException {
        holder.drm("vgem", 0);
        holder.drm(VKMS.isThere() ? "vkms" : "vgem", 1);
        holder.drm("vgem", 2);
        for (int i = 0; i < 25; i++) {
            holder.importInto(i % 2, i);
            holder.importInto(2, i);
            if (i < 15) {
                holder.name(i, "device " + i);
                holder.close(i);
            }
        }
    }

    /** Those of vgem have signaled: the kernel would signal them after 10 s. */
    private static void addFences(Holder holder) throws IOException {
        holder.drm("vgem", 3);
        for (int i = 20; i < 30; i++) {
            long handle = holder.importInto(3, i);
            Holder.Fence kind = i % 2 == 0 ? Holder.Fence.READ : Holder.Fence.WRITE;
            holder.vgemSignal(3, holder.vgemFence(3, handle, kind));
            holder.vgemSignal(3, holder.vgemFence(3, handle, Holder.Fence.READ));
        }
        if (SW_SYNC.isThere()) {
            holder.comm("time 1\nline ");
            holder.timeline(0);
            for (int i = 0; i < 4; i++) {
                holder.fence(0, i + 1, i);
                holder.addFence(i, 28 + i, Holder.Fence.WRITE);
            }
            holder.advance(0, 2);
        }
    }

    /** What the C program has printed, and the members in which the commands may differ from it. */
    private record Agreement(Map<String, Object> expected, List<String> notCompared) {
        Agreement(String json, List<String> notCompared) throws IOException {
            this(JSON.std.mapFrom(json), notCompared);
        }

        private List<String> differences(Object actual, Object wanted) {
            return AgreementIT.differences(actual, wanted, notCompared);
        }

        void check(List<CommandRun> runs) throws IOException {
            List<Map<String, Object>> documents = new ArrayList<>();
            for (CommandRun run : runs) {
                assertThat(run.exitCode()).as(run.err()).isZero();
                documents.add(JSON.std.mapFrom(run.out()));
            }
            for (Map<String, Object> document : documents) {
                assertThat(differences(document.get("totals"), expected.get("totals")))
                        .isEmpty();
                assertThat(document.get("contradictions")).isEqualTo(List.of());
            }
            assertThat(differences(documents.get(0).get("buffers"), expected.get("buffers")))
                    .isEmpty();
            assertThat(differences(byPid(documents.get(1).get("processes")), byPid(expected.get("processes"))))
                    .isEmpty();
            for (String part : List.of("exporters", "devices")) {
                assertThat(differences(documents.get(2).get(part), expected.get(part)))
                        .isEmpty();
            }
        }

        /** Checks that the comparison was one of many different buffers. */
        void checkScene(List<String> sources) {
            boolean all = sources.isEmpty();
            boolean complete = all || !sources.equals(List.of("procfs"));
            boolean processes = all || sources.contains("procfs");
            boolean devices = all || sources.contains("debugfs") || hasSysfsAttachments(sources);
            assertThat(list("buffers")).hasSize(complete ? 3 * EACH : 3 * EACH - 16);
            assertThat(list("processes")).hasSize(processes ? 5 : 0);
            if (complete && processes) {
                Map<?, ?> totals = (Map<?, ?>) expected.get("totals");
                assertThat(((Map<?, ?>) totals.get("kernelOnly")).get("buffers"))
                        .isEqualTo(16);
            }
            if (devices) {
                assertThat(list("devices")).hasSize(VKMS.isThere() ? 2 : 1);
            }
            if (all || sources.contains("debugfs")) {
                assertThat(countOfFenced()).isGreaterThanOrEqualTo(10);
            }
            int exporters = CONTIGUOUS_HEAP.isThere() ? 3 : 2;
            // Nothing in procfs says who exported a buffer that is only mapped.
            assertThat(list("exporters")).hasSize(complete ? exporters : exporters + 1);
        }

        private long countOfFenced() {
            return list("buffers").stream()
                    .filter(buffer -> !((List<?>) ((Map<?, ?>) buffer).get("fences")).isEmpty())
                    .count();
        }

        private static boolean hasSysfsAttachments(List<String> sources) {
            return sources.contains("sysfs") && ATTACHMENT_STATS.isThere();
        }

        private List<?> list(String part) {
            return (List<?>) expected.get(part);
        }
    }

    /** Returns where two documents differ, each with its path. */
    private static List<String> differences(Object actual, Object expected, List<String> notCompared) {
        List<String> differences = new ArrayList<>();
        compare("", actual, expected, notCompared, differences);
        return differences;
    }

    private static void compare(
            String path,
            @Nullable Object actual,
            @Nullable Object expected,
            List<String> notCompared,
            List<String> all) {
        if (actual instanceof Map<?, ?> one && expected instanceof Map<?, ?> other) {
            Set<Object> keys = new LinkedHashSet<>(one.keySet());
            ONLY_OURS.forEach(keys::remove);
            keys.addAll(other.keySet());
            notCompared.forEach(keys::remove);
            keys.forEach(key -> compare(path + "." + key, one.get(key), other.get(key), notCompared, all));
        } else if (actual instanceof List<?> one && expected instanceof List<?> other && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                compare(path + "[" + i + "]", one.get(i), other.get(i), notCompared, all);
            }
        } else if (!Objects.equals(actual, expected)) {
            all.add("%s is %s, by the C program %s".formatted(path, actual, expected));
        }
    }

    private static List<?> byPid(Object processes) {
        List<?> all = (List<?>) processes;
        return IntStream.range(0, all.size())
                .mapToObj(i -> (Map<?, ?>) all.get(i))
                .sorted(Comparator.comparing(process -> (Integer) process.get("pid")))
                .toList();
    }
}
