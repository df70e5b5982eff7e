// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BPF_ITERATORS;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.support.GivenDevices;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in containers: other process ids, no debugfs, no heaps, fewer capabilities. */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF})
class ContainerIT {
    private static final int PAGE = 4096;
    private static final String WITHOUT_PTRACE = "setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace ";
    private static final String OUTSIDE = "processes outside of this pid namespace are not visible";

    private static final String NO_DEBUGFS =
            "debugfs is not mounted in this container or service: start it with the machine's,"
                    + " as by --volume=/sys/kernel/debug:/sys/kernel/debug:ro";

    private static final int GROUP = 1234;

    @TempDir
    private Path directory;

    private static String totals(JsonObject document) {
        return String.valueOf(document.members().get("totals"));
    }

    private static String notes(JsonObject document) {
        return document.objects(
                        "sources",
                        source -> source.objects(
                                "notes", note -> note.text("text") + ": " + note.values("details", String.class)))
                .toString();
    }

    /** Checks the reports of the commands to people and scripts. None ends with a stack trace. */
    @Test
    @Needs(SYSFS_STATS)
    void f26_inAContainerNothingIsSaidToBeOfTheKernelAlone() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            Path recording = directory.resolve("recording");
            List<String> commands = List.of(
                    "ls",
                    "ls --kernel-only --json",
                    "ps",
                    "usage --csv",
                    "show " + inode,
                    "top --plain --count=2 --interval=100ms",
                    "record --interval=100ms --count=2 --out=" + recording,
                    "report " + recording,
                    "report now",
                    "diff " + recording + "#1 now",
                    "heaps",
                    "verify",
                    "alloc --hold=1ms");
            List<CommandRun> runs = Elsewhere.container(directory).runAll(Elsewhere.ROOT, commands);

            assertThat(runs).hasSameSizeAs(commands);
            assertThat(runs).allSatisfy(run -> {
                assertThat(run.out() + run.err()).doesNotContain("kernel alone", "kernel only", "Exception", "\tat ");
                assertThat(run.err()).doesNotContain("run as root");
            });
            assertThat(runs.subList(0, 10)).extracting(CommandRun::exitCode).containsOnly(ExitCode.OK);
            assertThat(runs.get(0).out()).contains("; no visible holder: ", "note: procfs: " + OUTSIDE);
            JsonObject ls = Json.parse(runs.get(1).out());
            assertThat(ls.objects("buffers", buffer -> buffer.number("inode"))).contains(inode);
            assertThat(totals(ls)).contains("noVisibleHolder={buffers=", "kernelOnly=null");
            assertThat(notes(ls)).contains(OUTSIDE);
            assertThat(runs.get(3).out()).contains("no-visible-holder,").doesNotContain("kernel-only");
            assertThat(runs.get(4).lines()).contains("held by     no visible holder");
            assertThat(runs.get(5).lines())
                    .filteredOn(line -> line.contains(OUTSIDE))
                    .as("f14: reported once for two readings")
                    .hasSize(1);
            assertThat(runs.get(5).lines())
                    .filteredOn(line -> line.startsWith("no visible holder"))
                    .hasSize(2);
            assertThat(runs.subList(7, 9))
                    .allSatisfy(run -> assertThat(run.out()).contains("Without a visible holder", OUTSIDE));
            assertThat(runs.get(9).out()).contains("; no visible holder: ", OUTSIDE);
            assertThat(runs.subList(11, 13)).allSatisfy(run -> {
                assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
                assertThat(run.err())
                        .contains("this kernel has DMA heaps", "--device=/dev/dma_heap/system")
                        .hasLineCount(1);
            });
        }
    }

    @Test
    @Needs(UDMABUF)
    void aContainerWithUdmabufAloneIsVerified() throws IOException {
        CommandRun verify =
                Elsewhere.container(directory, "--device", "/dev/udmabuf").run(Elsewhere.ROOT, "verify");

        assertThat(verify.exitCode()).as(verify.err()).isEqualTo(ExitCode.OK);
        assertThat(verify.out()).contains("skip  heap: ", "--device=/dev/dma_heap/system");
    }

    @Test
    @Needs(SYSFS_STATS)
    void f26_anOrdinaryUserOfAContainerIsToldBoth() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            // Another process, which belongs to root.
            CommandRun run =
                    Elsewhere.container(directory).with(List.of("sleep 1000 &")).run(Elsewhere.NOBODY, "ls --json");

            JsonObject document = Json.parse(run.out());
            assertThat(document.objects("buffers", buffer -> buffer.number("inode")))
                    .contains(inode);
            assertThat(totals(document)).contains("kernelOnly=null");
            assertThat(notes(document))
                    .contains(
                            OUTSIDE,
                            "CAP_SYS_PTRACE is needed, which this user and its root lack: start the container");
        }
    }

    @Test
    void aContainerWithAHeapAllocatesAndIsToldWhatIsRefused() throws IOException {
        Elsewhere container = Elsewhere.container(directory, "--device", "/dev/dma_heap/system");
        List<CommandRun> runs =
                container.runAll(Elsewhere.ROOT, List.of("heaps", "alloc --hold=1ms", "verify", "ls --notes"));

        assertThat(runs).extracting(CommandRun::exitCode).containsOnly(ExitCode.OK);
        assertThat(runs).extracting(CommandRun::err).containsOnly("");
        assertThat(runs.get(2).lines())
                .filteredOn(line -> line.startsWith("FAIL"))
                .isEmpty();
        assertThat(runs.get(3).out()).contains(NO_DEBUGFS, OUTSIDE);

        List<String> calls = container.callAll(Elsewhere.ROOT);
        assertThat(calls)
                .contains("filter: true", "heap: ok", "access: ok", "fences: ok", "share: ok", "holders: ok")
                .anyMatch(line ->
                        line.matches("udmabuf: UnsupportedKernelException .*: start the container with the device,"
                                + " as by --device=/dev/udmabuf"))
                .anyMatch(line -> line.startsWith("debugfs: UnsupportedKernelException ") && line.endsWith(NO_DEBUGFS))
                .anyMatch(line ->
                        line.matches("take: NoPermissionException pidfd_getfd on fd [0-9]+ of process 1 failed: EPERM"
                                + " .*; a seccomp filter refuses pidfd_getfd to this container or service: start it with a filter that"
                                + " allows the call, as by --cap-add=SYS_PTRACE, or let that process send the buffer over a"
                                + " ShareChannel"));
    }

    /** The advice helps: the option gives the capability, and changes the filter. */
    @Test
    void aContainerWithTheCapabilityTakesBuffersOfOtherProcesses() throws IOException {
        Elsewhere container = Elsewhere.container(directory, "--device", "/dev/dma_heap/system", "--trace");
        assertThat(container.callAll(Elsewhere.ROOT)).contains("filter: true", "heap: ok", "take: ok");
    }

    /** The heap is given to a group of the user, and udmabuf is not. */
    @Test
    void aContainerOfAnOrdinaryUserMayWhatThatUserMay() throws IOException {
        Path heap = Path.of("/dev/dma_heap/system");
        try (GivenDevices devices = new GivenDevices()) {
            devices.give(heap, GROUP, 0660);
            List<String> calls = Elsewhere.container(
                            directory,
                            "--rootless",
                            "1001",
                            "--groups",
                            String.valueOf(GROUP),
                            "--device",
                            heap.toString(),
                            "--device",
                            "/dev/udmabuf")
                    .callAll(Elsewhere.ROOT);
            assertThat(calls)
                    .contains("filter: true", "heap: ok", "access: ok", "fences: ok", "share: ok", "holders: ok")
                    .anyMatch(line ->
                            line.matches("udmabuf: NoPermissionException .* EACCES .*; CAP_DAC_OVERRIDE is needed"
                                    + " outside of this user namespace: run outside of this container, or let a group use the device by"
                                    + " a udev rule such as .* and join that group outside of this container, which must keep it, as by"
                                    + " --group-add=keep-groups"))
                    .anyMatch(line -> line.startsWith("debugfs: UnsupportedKernelException ")
                            && line.endsWith("debugfs is not mounted in this container: run outside of it"));
        }
    }

    @Test
    void f07_rootWithoutTheCapabilityIsToldWhichOneAndNotToBecomeRoot() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc("system", PAGE, 0);
            JsonObject document = Json.parse(new Elsewhere(directory)
                    .with(List.of(Elsewhere.WITHOUT_BPF))
                    .run(WITHOUT_PTRACE, "ls --json")
                    .out());

            assertThat(notes(document))
                    .contains("CAP_SYS_PTRACE is needed, which this root lacks")
                    .doesNotContain("run as root");
            assertThat(totals(document)).contains("kernelOnly=null").doesNotContain("noVisibleHolder=null");
        }
    }

    /** The iterators see what procfs hides. */
    @Test
    @Needs(BPF_ITERATORS)
    void rootWithoutTheCapabilitySeesTheHoldersByBpf() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc("system", PAGE, 0);
            CommandRun ps = new Elsewhere(directory)
                    .with(List.of("mount -t proc -o hidepid=ptraceable proc /proc"))
                    .run(WITHOUT_PTRACE, "ps --csv");

            assertThat(ps.lines()).anyMatch(line -> line.startsWith(holder.pid() + ","));
        }
    }

    @Test
    void f07_rootFromWhomProcessesAreHiddenIsToldTheCapability() throws IOException {
        // With "hidepid=invisible", group 0 sees all processes.
        List<String> hidden = List.of(Elsewhere.WITHOUT_BPF, "mount -t proc -o hidepid=ptraceable proc /proc");
        JsonObject document = Json.parse(new Elsewhere(directory)
                .with(hidden)
                .run(WITHOUT_PTRACE, "ls --json")
                .out());

        assertThat(notes(document))
                .contains("hidepid", "CAP_SYS_PTRACE is needed, which this root lacks")
                .doesNotContain("run as root");
        assertThat(totals(document)).contains("kernelOnly=null");
    }
}
