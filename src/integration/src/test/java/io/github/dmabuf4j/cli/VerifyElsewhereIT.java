// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFER_ITERATOR;
import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Permissions;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} where the kernel, a container or the permissions of a user do not offer everything. */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF, SYSFS_STATS, DEBUGFS})
class VerifyElsewhereIT {
    private static final String WITHOUT_SYSFS = "mount -t tmpfs none /sys/kernel/dmabuf";
    private static final String WITHOUT_DEBUGFS = "umount /sys/kernel/debug";
    private static final String WITHOUT_HEAPS = "mount -t tmpfs -o mode=755 none /dev/dma_heap";

    private static final String NO_SYSFS = "sysfs: open on /sys/kernel/dmabuf/buffers failed: ENOENT (2)";
    private static final String RELEASE = "skip  release: whether the kernel frees the buffer is not known";

    @TempDir
    private Path directory;

    /** The environment of the launcher on a machine of its user. */
    private static final String LAUNCHED = "env -u DMABUF4J_VM DMABUF4J_LAUNCHER=1 ";

    private static final int RUN_IN_VM = 93;

    private List<CommandRun> runs(List<String> hiding, String... commands) throws IOException {
        return new Elsewhere(directory).with(hiding).runAll(Elsewhere.ROOT, List.of(commands));
    }

    private CommandRun ofNobody(List<String> hiding, String command) throws IOException {
        return new Elsewhere(directory).with(hiding).run(Elsewhere.NOBODY, command);
    }

    private static String summary(CommandRun run) {
        List<String> lines = run.lines();
        return lines.get(lines.size() - 1);
    }

    private static void assertLine(CommandRun run, String... parts) {
        assertThat(run.lines())
                .as(run.err())
                .anySatisfy(line -> assertThat(line).startsWith(parts[0]).contains(parts));
    }

    @Test
    void withoutTheStatisticsInSysfsThoseInDebugfsAreChecked() throws IOException {
        List<CommandRun> runs = runs(
                List.of(Elsewhere.WITHOUT_BPF, WITHOUT_SYSFS),
                "verify --heap system",
                "verify --heap system --require sysfs",
                "verify --heap system --require debugfs,fdinfo --json");

        assertThat(runs.get(0).exitCode()).isZero();
        assertThat(runs.get(0).lines())
                .hasSize(17)
                .contains(
                        "ok    system  exporter in debugfs: system",
                        "ok    system  size in debugfs: 1048576 bytes",
                        "ok    system  debugfs entry while only a mapping lives: there",
                        "ok    system  debugfs entry after the last reference: gone");
        assertLine(runs.get(0), "skip  " + NO_SYSFS, "CONFIG_DMABUF_SYSFS_STATS=y; Linux 7.0 removed them");
        assertLine(runs.get(0), "skip  bpf: ");
        assertThat(summary(runs.get(0))).isEqualTo("14 checks on 1 heap: all passed; 2 skipped");

        assertThat(runs.get(1).exitCode()).isEqualTo(1);
        assertLine(runs.get(1), "FAIL  sysfs is required: open on /sys/kernel/dmabuf/buffers failed: ENOENT (2)");
        assertThat(summary(runs.get(1)))
                .isEqualTo("14 checks on 1 heap: all passed; 1 skipped; required and missing: sysfs");

        assertThat(runs.get(2).exitCode()).isZero();
        JsonObject document = Json.parse(runs.get(2).out());
        assertThat(document.number("checks")).isEqualTo(18);
        assertThat(document.objects("skipped", skip -> skip.text("name"))).containsExactly("sysfs", "bpf");
        assertThat(document.values("required", String.class)).containsExactly("debugfs", "fdinfo");
        assertThat(document.values("missing", Object.class)).isEmpty();
        assertThat(sources(document)).containsExactly("debugfs", "fdinfo");
    }

    @Test
    @Needs(BUFFER_ITERATOR)
    void withoutTheStatisticsInSysfsThoseByBpfAreChecked() throws IOException {
        CommandRun run = runs(List.of(WITHOUT_SYSFS, WITHOUT_DEBUGFS), "verify --heap system --require bpf")
                .get(0);

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .contains(
                        "ok    system  exporter in bpf: system",
                        "ok    system  size in bpf: 1048576 bytes",
                        "ok    system  bpf entry while only a mapping lives: there",
                        "ok    system  bpf entry after the last reference: gone");
        assertThat(summary(run)).isEqualTo("14 checks on 1 heap: all passed; 1 skipped");
    }

    /** The sources of the checks of all heaps. */
    private static List<String> sources(JsonObject document) {
        return document.objects("heaps", heap -> heap.objects("checks", check -> check.optionalText("source"))).stream()
                .flatMap(List::stream)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    @Test
    void withoutSysfsAndDebugfsTheFilesOfProcessesAreChecked() throws IOException {
        List<CommandRun> runs = runs(
                List.of(Elsewhere.WITHOUT_BPF, WITHOUT_SYSFS, WITHOUT_DEBUGFS),
                "verify --heap system",
                "verify --heap system --require debugfs --json");

        assertThat(runs.get(0).exitCode()).isZero();
        assertThat(runs.get(0).lines())
                .hasSize(19)
                .contains(
                        "ok    system  exporter in fdinfo: system",
                        "ok    system  size in fdinfo: 1048576 bytes",
                        "ok    system  maps entry while only a mapping lives: there",
                        "ok    system  fdinfo and maps entry after the last reference: gone");
        assertLine(runs.get(0), "skip  " + NO_SYSFS);
        assertLine(runs.get(0), "skip  debugfs: ", "ENOENT (2)", "is debugfs mounted?");
        assertLine(runs.get(0), RELEASE);
        assertThat(summary(runs.get(0))).isEqualTo("14 checks on 1 heap: all passed; 4 skipped");

        assertThat(runs.get(1).exitCode()).isEqualTo(1);
        JsonObject document = Json.parse(runs.get(1).out());
        assertThat(document.number("failed")).isZero();
        assertThat(document.objects("skipped", skip -> skip.text("name"))).containsExactly("sysfs", "bpf", "release");
        assertThat(document.objects("missing", one -> one.text("name"))).containsExactly("debugfs");
        assertThat(document.objects("missing", one -> one.text("reason")).get(0))
                .contains("is debugfs mounted?");
    }

    @Test
    void withoutHeapsUdmabufIsVerified() throws IOException {
        List<CommandRun> runs = runs(
                List.of(WITHOUT_HEAPS),
                "verify",
                "verify --require heap",
                "verify --json",
                "verify --allocator heap",
                "verify --heap system",
                "verify --allocator udmabuf");

        assertThat(runs.get(0).exitCode()).isZero();
        assertThat(runs.get(0).lines()).hasSize(16).contains("ok    udmabuf  exporter in sysfs: udmabuf");
        assertLine(runs.get(0), "skip  heap: ", "this kernel has DMA heaps", "--device=/dev/dma_heap/system");
        assertThat(summary(runs.get(0))).isEqualTo("14 checks on udmabuf: all passed; 1 skipped");

        assertThat(runs.get(1).exitCode()).isEqualTo(1);
        assertLine(runs.get(1), "FAIL  heap is required: ", "--device=/dev/dma_heap/system");
        assertThat(summary(runs.get(1))).isEqualTo("14 checks on udmabuf: all passed; required and missing: heap");

        JsonObject document = Json.parse(runs.get(2).out());
        assertThat(document.values("heaps", Object.class)).isEmpty();
        assertThat(document.number("checks")).isEqualTo(14);
        assertThat(document.members().get("udmabuf").toString()).contains("check=exporter in sysfs");

        assertThat(runs.subList(3, 5)).allSatisfy(run -> {
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).hasLineCount(1).contains("--device=/dev/dma_heap/system");
        });
        assertThat(summary(runs.get(5))).isEqualTo("14 checks on udmabuf: all passed");
    }

    @Test
    void anOrdinaryUserWithAHeapAndNoSysfsIsCheckedInTheFilesOfProcesses() throws Exception {
        CommandRun run = Permissions.during(
                Path.of("/dev/dma_heap/system"), "r--r--r--", () -> ofNobody(List.of(WITHOUT_SYSFS), "verify"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lines())
                .contains("ok    system  fdinfo and maps entry after the last reference: gone")
                .anyMatch(line -> line.startsWith("----  ") && line.contains("EACCES (13)"));
        assertLine(run, "skip  debugfs: ", "EACCES (13)", "debugfs is for root: run as root");
        assertLine(run, RELEASE);
        assertThat(summary(run)).startsWith("14 checks on 1 heap, ").endsWith(" not usable: all passed; 4 skipped");
    }

    @Test
    void anOrdinaryUserWithoutAHeapVerifiesUdmabuf() throws Exception {
        CommandRun run = Permissions.during(Path.of("/dev/udmabuf"), "rw-rw-rw-", () -> ofNobody(List.of(), "verify"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertLine(run, "----  system  not verified: ", "udev rule");
        assertLine(run, "skip  heap: ", "EACCES (13)");
        assertThat(summary(run)).startsWith("14 checks on udmabuf, ").endsWith(" not usable: all passed; 1 skipped");
    }

    @Test
    void whoMayAllocateNothingIsSentToTheVmAndToldWhy() throws IOException {
        Elsewhere here = new Elsewhere(directory);
        CommandRun verify = here.run(LAUNCHED + Elsewhere.NOBODY, "verify");
        assertThat(verify.exitCode()).isEqualTo(RUN_IN_VM);
        assertThat(verify.out()).isEmpty();
        assertThat(verify.err())
                .hasLineCount(1)
                .startsWith("dmabuf: this user may not open any of the DMA heaps ")
                .contains("system, and may not open /dev/udmabuf; running in the test VM (--here forbids that)");

        CommandRun required = here.run(LAUNCHED + Elsewhere.NOBODY, "verify --require heap");
        assertThat(required.exitCode()).isEqualTo(3);
        assertThat(required.out()).isEmpty();
        assertThat(required.err()).hasLineCount(1).contains("udev rule").doesNotContain("test VM");
    }

    @Test
    void whoCanUseUdmabufIsNotSentToTheVmUnlessAskedFor() throws IOException {
        Elsewhere withoutHeaps = new Elsewhere(directory).with(List.of(WITHOUT_HEAPS));
        CommandRun verify = withoutHeaps.run(LAUNCHED, "verify");
        assertThat(verify.exitCode()).as(verify.err()).isZero();
        assertThat(verify.err()).isEmpty();

        CommandRun vm = withoutHeaps.run(LAUNCHED, "--vm verify");
        assertThat(vm.exitCode()).isEqualTo(RUN_IN_VM);
        assertThat(vm.out() + vm.err()).isEmpty();
    }
}
