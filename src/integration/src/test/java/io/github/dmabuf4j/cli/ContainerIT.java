// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
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
@Needs(SYSTEM_HEAP)
class ContainerIT {
    private static final int PAGE = 4096;
    private static final String WITHOUT_PTRACE = "setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace ";
    private static final String OUTSIDE = "processes outside of this pid namespace are not visible";

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
            CommandRun verify = runs.get(11);
            assertThat(verify.exitCode()).as("of udmabuf").isEqualTo(ExitCode.OK);
            assertThat(verify.out())
                    .contains("skip  heap: ", "this kernel has DMA heaps", "--device=/dev/dma_heap/system");
            CommandRun alloc = runs.get(12);
            assertThat(alloc.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
            assertThat(alloc.err())
                    .contains("this kernel has DMA heaps", "--device=/dev/dma_heap/system")
                    .hasLineCount(1);
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void f26_anOrdinaryUserOfAContainerIsToldBoth() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc("system", PAGE, 0);
            // The shell is another process, which belongs to root.
            CommandRun run =
                    Elsewhere.container(directory).with(List.of("sleep 1000 &")).run(Elsewhere.NOBODY, "ls --json");

            JsonObject document = Json.parse(run.out());
            assertThat(document.objects("buffers", buffer -> buffer.number("inode")))
                    .contains(inode);
            assertThat(totals(document)).contains("kernelOnly=null");
            assertThat(notes(document)).contains(OUTSIDE, "run as root (CAP_SYS_PTRACE is needed)");
        }
    }

    @Test
    void f07_rootWithoutTheCapabilityIsToldWhichOneAndNotToBecomeRoot() throws IOException {
        try (Holder holder = Holder.start()) {
            holder.alloc("system", PAGE, 0);
            JsonObject document = Json.parse(
                    new Elsewhere(directory).run(WITHOUT_PTRACE, "ls --json").out());

            assertThat(notes(document))
                    .contains("CAP_SYS_PTRACE is needed, which this root lacks")
                    .doesNotContain("run as root");
            assertThat(totals(document)).contains("kernelOnly=null").doesNotContain("noVisibleHolder=null");
        }
    }

    @Test
    void f07_rootFromWhomProcessesAreHiddenIsToldTheCapability() throws IOException {
        // With "hidepid=invisible", group 0 sees all processes.
        List<String> hidden = List.of("mount -t proc -o hidepid=ptraceable proc /proc");
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
