// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.cli.Main;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.HeapEntries;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a kernel with heaps and statistics. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
class CommandsIT {
    private static void assertOneLine(CommandRun outcome, int exitCode, String... parts) {
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains(parts);
    }

    @Test
    @Needs(SYSFS_STATS)
    void verifyChecksEveryHeap() throws IOException {
        CommandRun outcome = CommandRun.of("verify");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        int heaps = DmaHeap.names().size();
        assertThat(outcome.lines())
                .hasSize(14 * heaps + 1)
                .last()
                .asString()
                .isEqualTo(14 * heaps + " checks on " + heaps + (heaps == 1 ? " heap" : " heaps") + ": all passed");
        for (String heap : DmaHeap.names()) {
            assertThat(outcome.lines()).contains("ok    " + heap + "  exporter in sysfs: " + heap);
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void verifyChecksTheHeapAndSizeAskedFor() {
        CommandRun outcome = CommandRun.of("verify", "--heap", "system", "--size", "5000");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.lines())
                .hasSize(15)
                .contains("ok    system  size in sysfs: 8192 bytes")
                .last()
                .isEqualTo("14 checks on 1 heap: all passed");
    }

    @Test
    @Needs(SYSFS_STATS)
    void verifyPrintsJson() throws IOException {
        CommandRun outcome = CommandRun.of("verify", "--heap", "system", "--json");
        Map<String, Object> document = JSON.std.mapFrom(outcome.out());
        assertThat(document).containsEntry("checks", 14).containsEntry("failed", 0);
        assertThat(document.get("heaps").toString())
                .contains("check=size by lseek, passed=true, expected=1048576 bytes, seen=1048576 bytes")
                .contains("check=exporter in sysfs, passed=true, expected=system, seen=system, source=sysfs");
        assertThat(document)
                .containsEntry("skipped", List.of())
                .containsEntry("required", List.of())
                .containsEntry("missing", List.of());
    }

    @Test
    @Needs({SYSFS_STATS, DEBUGFS, UDMABUF})
    void verifyChecksAllThatIsRequired() throws IOException {
        int subjects = DmaHeap.names().size() + 1;
        CommandRun outcome = CommandRun.of("verify", "--require", "fdinfo,sysfs,debugfs", "--require=heap,udmabuf");
        assertThat(outcome.exitCode()).as(outcome.out()).isZero();
        assertThat(outcome.lines())
                .contains("ok    system  exporter in debugfs: system", "ok    system  exporter in fdinfo: system")
                .contains("ok    udmabuf  exporter in sysfs: udmabuf")
                .last()
                .asString()
                .startsWith((10 + 3 * 4) * subjects + " checks on ")
                .endsWith(" and udmabuf: all passed");
    }

    @Test
    @Needs({SYSFS_STATS, UDMABUF})
    void verifyChecksTheAllocatorsAskedFor() {
        CommandRun udmabuf = CommandRun.of("verify", "--allocator", "udmabuf", "--size", "1");
        assertThat(udmabuf.exitCode()).as(udmabuf.out()).isZero();
        assertThat(udmabuf.lines())
                .hasSize(15)
                .contains("ok    udmabuf  size in sysfs: 4096 bytes")
                .last()
                .isEqualTo("14 checks on udmabuf: all passed");
        assertThat(CommandRun.of("verify", "--allocator", "udmabuf,heap", "--heap", "system")
                        .lines())
                .last()
                .isEqualTo("28 checks on 1 heap and udmabuf: all passed");
    }

    /** Root can change the limit. It is more than the memory on Linux 7.3. */
    @Test
    @Needs({SYSFS_STATS, UDMABUF})
    void verifyOfMoreThanUdmabufGivesNamesTheLimit() throws IOException {
        String mebibytes = Files.readString(Path.of("/sys/module/udmabuf/parameters/size_limit_mb"));
        long limit = Long.parseLong(mebibytes.strip()) << 20;
        assumeThat(limit).as("the limit of udmabuf").isLessThan(1L << 30);
        CommandRun outcome = CommandRun.of("verify", "--allocator", "udmabuf", "--size", limit + 1 + "");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines().get(0))
                .startsWith("FAIL  udmabuf  allocation: ")
                .contains("its limit is " + limit + " bytes", "size_limit_mb");
        assertThat(outcome.lines()).last().isEqualTo("1 check on udmabuf: 1 failed; 13 skipped");
    }

    /** In the test VM, {@code --vm} asks for what is the case. */
    @Test
    @Needs(SYSFS_STATS)
    void verifyDoesNotStartAnotherVmInTheVm() {
        assumeThat(System.getenv("DMABUF4J_VM")).as("the test VM").isNotNull();
        assertThat(CommandRun.of("--vm", "verify", "--heap", "system").lines())
                .last()
                .isEqualTo("14 checks on 1 heap: all passed");
    }

    @Test
    @Needs({CONTIGUOUS_HEAP, SYSFS_STATS})
    void verifyOfAHeapThatIsTooSmallSaysItOnce() throws IOException {
        CommandRun outcome = CommandRun.of("verify", "--heap", Heaps.contiguous(), "--size", "1G");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines().get(0)).startsWith("FAIL  ").contains("ENOMEM (12)");
        assertThat(outcome.lines())
                .hasSize(3)
                .contains("skip  " + Heaps.contiguous() + "  13 checks: there is no buffer")
                .last()
                .isEqualTo("1 check on 1 heap: 1 failed; 13 skipped");
    }

    @Test
    void aHeapThatCannotBeHadEndsVerifyBeforeItsFirstCheck() {
        CommandRun outcome = CommandRun.of("verify", "--heap", "system", "--heap", "no-such");
        assertOneLine(outcome, 2, "/dev/dma_heap/no-such");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    @Needs(SYSFS_STATS)
    void aHeapNamedTwiceIsVerifiedOnce() {
        CommandRun outcome = CommandRun.of("verify", "--heap", "system", "--heap", "system");
        assertThat(outcome.lines()).last().isEqualTo("14 checks on 1 heap: all passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "alloc"})
    void anUnknownHeapIsBadUsage(String command) {
        assertOneLine(
                CommandRun.of(command, "--heap", "no-such"),
                2,
                "/dev/dma_heap/no-such",
                "the heaps of this machine are:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "alloc"})
    void aHeapThatIsMisspeltIsGuessed(String command) {
        assertOneLine(CommandRun.of(command, "--heap", "systm"), 2, "; did you mean 'system'?");
    }

    @Test
    void aUserWithoutPermissionIsToldWhatToDo() throws Exception {
        for (String[] verify : new String[][] {{"verify"}, {"verify", "--heap", "system"}, {"verify", "--json"}}) {
            CommandRun outcome = AnotherUser.call(() -> CommandRun.of(verify));
            assertOneLine(outcome, 3, "open on /dev/dma_heap/", "EACCES (13)", "udev rule");
            assertThat(outcome.out()).isEmpty();
            boolean both = !List.of(verify).contains("--heap");
            assertThat(outcome.err().contains("open on /dev/udmabuf failed: EACCES (13)"))
                    .isEqualTo(both);
        }

        CommandRun heaps = AnotherUser.call(() -> CommandRun.of("heaps"));
        assertThat(heaps.exitCode()).isZero();
        assertThat(heaps.out()).contains("crw-------", "root:root", "EACCES (13)", "udev rule");

        assertOneLine(AnotherUser.call(() -> CommandRun.of("alloc")), 3, "EACCES (13)", "udev rule");
    }

    @Test
    void heapsListsDevicesAndThatTheyCanBeUsed() throws IOException {
        CommandRun outcome = CommandRun.of("heaps");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.lines()).hasSize(1 + DmaHeap.names().size());
        assertThat(outcome.lines()).last().asString().matches("system +[0-9]+:[0-9]+ +crw------- +root:root +- +yes");
        List<Object> documents =
                JSON.std.listFrom(CommandRun.of("heaps", "--json").out());
        assertThat(documents).hasSize(DmaHeap.names().size());
        assertThat(documents.toString()).contains("heap=system", "usable=true");
    }

    @Test
    void allocPrintsAndHoldsAndFrees() throws IOException {
        Set<Long> before = AllBuffers.inodes();
        CommandRun outcome = CommandRun.of(
                "alloc", "--count", "3", "--size", "8K", "--name", "a \"b\"\n\u001b[31m", "--hold", "1ms", "--json");
        assertThat(outcome.exitCode()).isZero();
        Map<String, Object> document = JSON.std.mapFrom(outcome.out());
        assertThat(document.get("buffers"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .allSatisfy(buffer -> assertThat(buffer.toString()).contains("size=8192", "name=a \"b\"\n\u001b[31m"));
        assertThat(AllBuffers.inodes()).isEqualTo(before);
    }

    @Test
    @Needs(CONTIGUOUS_HEAP)
    void allocThatRunsOutFreesWhatItHad() throws IOException {
        CommandRun outcome =
                CommandRun.of("alloc", "--heap", Heaps.contiguous(), "--size", "16M", "--count", "20", "--hold", "1h");
        assertOneLine(outcome, 1, "DMA_HEAP_IOCTL_ALLOC", "ENOMEM (12)");
    }

    @Test
    void allocOfMoreThanTheMachineIsBadUsage() {
        assertOneLine(
                CommandRun.of("alloc", "--size", "1G", "--count", "1000"),
                2,
                "times 1000",
                "more than this machine's memory");
    }

    @Test
    void aKilledHolderLeavesNothing() throws Exception {
        Process holder = Processes.startJvm(Main.class, "alloc", "--count", "2", "--heap", "system");
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("process " + holder.pid() + " holds:");
            assertThat(out.readLine()).startsWith("FD ");
            long inode = Long.parseLong(out.readLine().strip().split(" +", 0)[1]);
            assertThat(AllBuffers.exists(inode)).isTrue();
            holder.destroy();
            assertThat(holder.waitFor()).isEqualTo(143);
            assertThat(AllBuffers.exists(inode)).isFalse();
        } finally {
            holder.destroyForcibly();
            holder.getErrorStream().close();
            holder.getOutputStream().close();
        }
    }

    @Test
    void f02_heapsShowsWhatAnEntryIsAnAliasOf() throws IOException {
        try (HeapEntries entries = new HeapEntries()) {
            entries.link("a-cam", "system");
            CommandRun outcome = CommandRun.of("heaps");
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.lines())
                    .anyMatch(line -> line.matches("a-cam +[0-9]+:[0-9]+ +crw------- +root:root +system +yes"));
            assertThat(JSON.std.listFrom(CommandRun.of("heaps", "--json").out()).toString())
                    .containsOnlyOnce("aliasOf=")
                    .containsPattern("heap=a-cam, [^}]*aliasOf=system, usable=true");
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void f02_verifyChecksAHeapWithAnAliasOnce() throws IOException {
        int heaps = DmaHeap.names().size();
        try (HeapEntries entries = new HeapEntries()) {
            entries.link("a-cam", "system").link("z-cam", "a-cam");
            CommandRun outcome = CommandRun.of("verify");
            assertThat(outcome.exitCode()).as(outcome.out()).isZero();
            assertThat(outcome.lines())
                    .contains("----  a-cam  the same heap as system", "----  z-cam  the same heap as system")
                    .contains("ok    system  exporter in sysfs: system")
                    .last()
                    .asString()
                    .startsWith(14 * heaps + " checks on ")
                    .endsWith(", 2 aliases: all passed");
            assertThat(CommandRun.of("verify", "--json").out()).contains("\"a-cam\"", "\"sameAs\"");
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void f02_verifyOfAnAliasExpectsTheExporterOfItsHeap() throws IOException {
        try (HeapEntries entries = new HeapEntries()) {
            entries.link("a-cam", "system");
            CommandRun alias = CommandRun.of("verify", "--heap", "a-cam");
            assertThat(alias.exitCode()).as(alias.out()).isZero();
            assertThat(alias.lines())
                    .hasSize(15)
                    .contains("ok    a-cam  exporter in sysfs: system")
                    .last()
                    .isEqualTo("14 checks on 1 heap: all passed");
            assertThat(CommandRun.of("verify", "--heap", "a-cam", "--heap", "system")
                            .lines())
                    .contains("----  a-cam  the same heap as system")
                    .last()
                    .isEqualTo("14 checks on 1 heap, 1 alias: all passed");
        }
    }

    @Test
    void f03_whatIsNotAHeapIsListedWithTheReason() throws Exception {
        try (HeapEntries entries = new HeapEntries()) {
            entries.link("x-gone", "no\u001b[31msuch")
                    .file("x-regular")
                    .directory("x-directory")
                    .fifo("x-fifo")
                    .device("x-null", "c", 1, 3);
            CommandRun heaps = CommandRun.of("heaps");
            assertThat(heaps.exitCode()).isZero();
            assertThat(heaps.err()).isEmpty();
            assertThat(heaps.lines())
                    .anyMatch(line -> line.matches("system +[0-9:]+ +crw------- .* yes"))
                    .anyMatch(line -> line.matches("x-gone +- +lrwxrwxrwx +root:root +- +open on .* ENOENT .*"))
                    .anyMatch(line -> line.matches("x-regular +- +-rw.* +root:root +- +open on .* a regular file, .*"))
                    .anyMatch(line -> line.matches("x-directory +- +drwx.* a directory, not a heap.*"))
                    .anyMatch(line -> line.matches("x-fifo +- +prw.* a FIFO, not a heap.*"))
                    .anyMatch(line -> line.matches("x-null +1:3 +crw.* a character device \\(1:3\\), not a heap.*"));
            assertThat(heaps.out()).doesNotContain("\u001b");
            assertThat(JSON.std.listFrom(CommandRun.of("heaps", "--json").out()).toString())
                    .containsPattern("heap=x-fifo, mode=prw[^,]+, owner=root:root, usable=false, problem=open on ");
        }
    }

    @Test
    @Needs(SYSFS_STATS)
    void f03_verifyChecksTheOtherHeaps() throws Exception {
        int heaps = DmaHeap.names().size();
        try (HeapEntries entries = new HeapEntries()) {
            entries.link("a-gone", "no-such").file("x-regular").fifo("x-fifo");
            CommandRun outcome = CommandRun.of("verify");
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.lines())
                    .anyMatch(line -> line.startsWith("----  a-gone  not verified: open on /dev/dma_heap/a-gone"))
                    .anyMatch(line -> line.startsWith("----  x-fifo  not verified: "))
                    .last()
                    .asString()
                    .startsWith(14 * heaps + " checks on ")
                    .endsWith(", 3 not usable: all passed");
            assertOneLine(CommandRun.of("verify", "--heap", "x-fifo"), 2, "a FIFO, not a heap");
        }
    }

    @Test
    void f03_aHeapThatHasGoneSinceTheListingHasAReason() throws IOException {
        HeapDevice gone = HeapDevice.of("no-such", Prerequisites.problemOf("no-such"));
        assertThat(gone.mode()).isEmpty();
        assertThat(gone.problem().orElseThrow()).contains("/dev/dma_heap/no-such", "ENOENT (2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heaps", "verify", "alloc"})
    void f04_aDirectoryThatMayNotBeSearchedIsAMatterOfPermission(String command) throws Exception {
        for (String format : new String[] {"--json", "--here"}) {
            CommandRun outcome = HeapEntries.withPermissions(
                    "rwx------", () -> AnotherUser.call(() -> CommandRun.of(command, format)));
            assertOneLine(outcome, 3, "/dev/dma_heap", "EACCES (13)", "chmod a+rx /dev/dma_heap");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void f04_entriesThatMayNotBeExaminedAreListedWithTheReason() throws Exception {
        CommandRun outcome =
                HeapEntries.withPermissions("rwxr--r--", () -> AnotherUser.call(() -> CommandRun.of("heaps")));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.lines())
                .last()
                .asString()
                .matches("system +- +- +- +- +open on /dev/dma_heap/system failed: EACCES .*chmod a\\+rx.*");
    }
}
