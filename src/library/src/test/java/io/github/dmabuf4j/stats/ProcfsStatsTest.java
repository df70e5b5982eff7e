// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.procfs.FileIdentity;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.EvilNames;
import io.github.dmabuf4j.support.ProcTree;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On trees like procfs, made of files; rows are those of the conformance cases. */
@ExtendWith(UnchangedDescriptors.class)
class ProcfsStatsTest {
    private static final String DEVICE = "00:0d";
    private static final String FIRST = "7f0000000000-7f0000001000";
    private static final String SECOND = "7f0000005000-7f0000007000";

    @TempDir
    Path root;

    private ProcTree tree;

    @BeforeEach
    void aTreeWithTheFirstProcess() throws IOException {
        tree = new ProcTree(root);
        tree.process(1, "init");
    }

    private SourceReading read() throws DmaBufException {
        return ProcfsStats.open(root).read();
    }

    /** Where nothing but the buffers is to be told. */
    private List<BufferInfo> buffers() throws DmaBufException {
        SourceReading reading = read();
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.gone()).isZero();
        assertThat(reading.notes()).isEmpty();
        return reading.buffers();
    }

    private static HoldingProcess process(int pid, String command) {
        return new HoldingProcess(pid, command, pid * 100L);
    }

    private static BufferInfo buffer(long inode, long size, String name, Holder... holders) {
        return new BufferInfo(
                inode,
                OptionalLong.of(size),
                Optional.of("system"),
                Optional.of(name).filter(given -> !given.isEmpty()),
                OptionalLong.of(1),
                List.of(holders),
                List.of(),
                List.of());
    }

    private static Holder holder(int pid, String command, Integer... fds) {
        return new Holder(process(pid, command), List.of(fds), List.of());
    }

    private static String row(String addresses, String offset, int inode, String name) {
        return ProcTree.row(addresses, offset, DEVICE, Integer.toString(inode), name);
    }

    @Test
    void withoutBuffersThereAreNone() throws IOException {
        tree.process(20, "bash");

        assertThat(buffers()).isEmpty();
    }

    @Test
    void itTellsWhatItCanTell() throws IOException {
        ProcfsStats stats = ProcfsStats.open(root);

        assertThat(stats.name()).isEqualTo("procfs");
        assertThat(stats.read().capabilities())
                .containsExactlyInAnyOrder(
                        StatsCapability.SIZE_AND_EXPORTER,
                        StatsCapability.NAME,
                        StatsCapability.REFERENCES,
                        StatsCapability.HOLDERS,
                        StatsCapability.ALL_HOLDERS);
    }

    @Test
    void aDescriptorTellsSizeExporterNameAndReferences() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 7, "/dmabuf:camera-0", ProcTree.fdinfo("9", 8192, 3, "reserved", "camera-0"));

        assertThat(buffers())
                .containsExactly(new BufferInfo(
                        9,
                        OptionalLong.of(8192),
                        Optional.of("reserved"),
                        Optional.of("camera-0"),
                        OptionalLong.of(3),
                        List.of(holder(20, "java", 7)),
                        List.of(),
                        List.of()));
    }

    @Test
    void buffersAreSortedByUnsignedInode() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 3, "18446744073709551615", 4096, "d");
        ProcTree.open(java, 4, "10", 4096, "b");
        ProcTree.open(java, 5, "9223372036854775808", 4096, "c");
        ProcTree.open(java, 6, "9", 4096, "a");

        assertThat(buffers()).extracting(BufferInfo::inode).containsExactly(9L, 10L, Long.MIN_VALUE, -1L);
        assertThat(ProcfsStats.open(root).inodes()).containsExactlyInAnyOrder(9L, 10L, Long.MIN_VALUE, -1L);
    }

    @Test
    void aBufferOfSeveralProcessesHasThemByRisingPid() throws IOException {
        for (int pid : new int[] {100, 9, 30}) {
            ProcTree.open(tree.process(pid, "p" + pid), pid, "5", 4096, "shared");
        }

        assertThat(buffers())
                .containsExactly(
                        buffer(5, 4096, "shared", holder(9, "p9", 9), holder(30, "p30", 30), holder(100, "p100", 100)));
    }

    /** So many that no listing has them in this order by chance. */
    @Test
    void row16_aBufferOnManyDescriptorsIsHeldByOneProcessWithAll() throws IOException {
        Path java = tree.process(20, "java");
        Integer[] fds = IntStream.range(3, 60).boxed().toArray(Integer[]::new);
        for (int fd : fds) {
            ProcTree.open(java, fd, "5", 4096, "");
        }

        assertThat(buffers()).containsExactly(buffer(5, 4096, "", holder(20, "java", fds)));
    }

    @Test
    void row15_aMappingIsFoundWhereTheDescriptorIsClosed() throws IOException {
        ProcTree.map(tree.process(20, "java"), row(FIRST, "00000000", 5, "camera"));

        BufferInfo expected = new BufferInfo(
                5,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of("camera"),
                OptionalLong.empty(),
                List.of(new Holder(process(20, "java"), List.of(), List.of(new MappedRange(0, 4096)))),
                List.of(),
                List.of());
        assertThat(buffers()).containsExactly(expected);
    }

    @Test
    void row15_whatOneProcessHasMappedAloneAnotherTellsByItsDescriptor() throws IOException {
        ProcTree.map(tree.process(20, "java"), row(FIRST, "00000000", 5, "camera"));
        ProcTree.open(tree.process(30, "camd"), 4, "5", 65_536, "camera");
        ProcTree.map(tree.process(40, "viewer"), row(FIRST, "00000000", 5, "camera"));

        List<MappedRange> page = List.of(new MappedRange(0, 4096));
        assertThat(buffers())
                .containsExactly(buffer(
                        5,
                        65_536,
                        "camera",
                        new Holder(process(20, "java"), List.of(), page),
                        holder(30, "camd", 4),
                        new Holder(process(40, "viewer"), List.of(), page)));
    }

    @Test
    void row19_partialMappingsAreKeptAndChangeNoSize() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 4, "5", 65_536, "");
        ProcTree.map(
                java,
                "00400000-00452000 r-xp 00000000 fe:00 1038                       /usr/bin/java",
                row(FIRST, "00003000", 5, ""),
                row(SECOND, "00008000", 5, ""),
                "7ffd4d1f1000-7ffd4d212000 rw-p 00000000 00:00 0                  [stack]");

        BufferInfo found = buffers().get(0);

        assertThat(found)
                .isEqualTo(buffer(
                        5,
                        65_536,
                        "",
                        new Holder(
                                process(20, "java"),
                                List.of(4),
                                List.of(new MappedRange(0x3000, 4096), new MappedRange(0x8000, 8192)))));
        assertThat(found.holders().get(0).mappedBytes()).isEqualTo(12_288);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\nsize:\t1",
                "\nsize:\t1\ncount:\t9",
                "\nino:\t7",
                "\nexp_name:\tforged",
                "\nname:\tforged",
                "a\nb",
                ") S 1 ("
            })
    void row24_aForgedLineInTheNameChangesNoFigure(String name) throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 4, "5", 4096, name);
        ProcTree.open(java, 6, "7", 8192, "other");

        assertThat(buffers())
                .containsExactly(
                        buffer(5, 4096, name, holder(20, "java", 4)), buffer(7, 8192, "other", holder(20, "java", 6)));
    }

    /** Else a process could have itself counted among the holders of any buffer. */
    @Test
    void row24_aForgedRowInTheNameOfAMappedBufferMakesNoHolder() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.map(java, row(FIRST, "00000000", 5, "\r0-9 r 0 0:d 7 /dmabuf:"));
        ProcTree.open(tree.process(30, "other"), 4, "7", 4096, "");

        assertThat(buffers())
                .extracting(BufferInfo::inode, one -> one.holders().size())
                .containsExactly(tuple(5L, 1), tuple(7L, 1));
    }

    @Test
    void aFileThatIsCalledAsBuffersAreIsNone() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 4, "/dmabuf:x", "pos:\t0\nflags:\t0100002\nmnt_id:\t29\nino:\t819\n");
        ProcTree.open(java, 5, "5", 4096, "x");

        assertThat(buffers()).containsExactly(buffer(5, 4096, "x", holder(20, "java", 5)));
    }

    @Test
    void otherDescriptorsAreNotLookedInto() throws IOException {
        Path java = tree.process(20, "java");
        String[] links = {"socket:[123]", "/tmp/dmabuf:x", "dmabuf:x", "/dmabuf", "anon_inode:[eventfd]"};
        for (int fd = 0; fd < links.length; fd++) {
            Files.createSymbolicLink(java.resolve("fd/" + fd), Path.of(links[fd]));
            Files.createDirectory(java.resolve("fdinfo/" + fd));
        }

        assertThat(buffers()).isEmpty();
    }

    @Test
    void aDescriptorThatIsClosedMeanwhileIsLeftOut() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 4, "5", 4096, "");
        Files.delete(java.resolve("fdinfo/4"));

        assertThat(buffers()).isEmpty();
    }

    @Test
    void processesThatEndMeanwhileAreCounted() throws IOException {
        Files.delete(tree.process(20, "gone").resolve("stat"));
        Files.delete(tree.process(21, "gone").resolve("fd"));
        Files.delete(tree.process(22, "gone").resolve("maps"));
        Files.createDirectory(root.resolve("23"));
        ProcTree.open(tree.process(30, "there"), 4, "5", 4096, "");

        SourceReading reading = read();

        assertThat(reading.gone()).isEqualTo(4);
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.buffers()).containsExactly(buffer(5, 4096, "", holder(30, "there", 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbled", "20 (x) S 1 2 3"})
    void f01_aProcessWhoseStatMakesNoSenseIsReportedWithWhatItHolds(String stat) throws IOException {
        Path garbled = tree.process(20, "garbled");
        Files.writeString(garbled.resolve("stat"), stat);
        ProcTree.open(garbled, 4, "5", 4096, "");

        SourceReading reading = read();
        assertThat(reading.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.entry()).isEqualTo("process 20");
            assertThat(unreadable.reason()).contains("/20/stat failed: it makes no sense");
        });
        assertThat(reading.buffers()).extracting(BufferInfo::inode).containsExactly(5L);
    }

    @Test
    void aProcessWhoseStatCannotBeReadIsReported() throws IOException {
        Path unreadable = tree.process(20, "x");
        Files.delete(unreadable.resolve("stat"));
        Files.createDirectory(unreadable.resolve("stat"));

        assertOnlyThisIsUnreadable("process 20", "/20/stat failed: EISDIR (21)");
    }

    @Test
    void descriptorsThatCannotBeListedAreReported() throws IOException {
        Path unreadable = tree.process(20, "x");
        Files.delete(unreadable.resolve("fd"));
        Files.createFile(unreadable.resolve("fd"));

        assertOnlyThisIsUnreadable("process 20 (x)", "readdir on " + unreadable.resolve("fd") + " failed: ");
    }

    /** As for root without CAP_SYS_PTRACE, who may list descriptors of others and not look at them. */
    @Test
    void aDescriptorThatCannotBeFollowedIsReported() throws IOException {
        Path link = Files.createFile(tree.process(20, "x").resolve("fd/4"));

        assertOnlyThisIsUnreadable("process 20 (x)", "readlink on " + link + " failed: EINVAL (22)");
    }

    @Test
    void aDescriptorThatCannotBeReadIsReported() throws IOException {
        Path unreadable = tree.process(20, "x");
        ProcTree.open(unreadable, 4, "5", 4096, "");
        Files.delete(unreadable.resolve("fdinfo/4"));
        Files.createDirectory(unreadable.resolve("fdinfo/4"));

        assertOnlyThisIsUnreadable("process 20 (x)", "/20/fdinfo/4 failed: EISDIR (21)");
    }

    @Test
    void mappingsThatCannotBeReadAreReported() throws IOException {
        Path unreadable = tree.process(20, "a\nb");
        Files.delete(unreadable.resolve("maps"));
        Files.createDirectory(unreadable.resolve("maps"));

        assertOnlyThisIsUnreadable("process 20 (a\\u000ab)", "/20/maps failed: EISDIR (21)");
    }

    /** The kernel cuts a command after 15 bytes, which may be within a character. */
    @Test
    void f27_namesAndCommandsThatAreNotUtf8StayDifferent() throws IOException {
        for (int pid = 20; pid < 22; pid++) {
            Path process = tree.process(pid, "x");
            Files.write(process.resolve("stat"), bytes(ProcTree.stat(pid, "x" + last(pid), "S", 0, "1")));
            ProcTree.open(process, 3, "" + pid, 4096, "x");
            Files.write(process.resolve("fdinfo/3"), bytes(ProcTree.fdinfo("" + pid, 4096, 1, "system", last(pid))));
        }

        assertThat(read().buffers())
                .extracting(buffer -> buffer.name().orElseThrow())
                .containsExactly("\udcc3", "\udcc4");
        assertThat(read().buffers())
                .extracting(buffer -> buffer.holders().get(0).process().command())
                .containsExactly("x\udcc3", "x\udcc4");
    }

    /** A character that stands for the byte 0xc3 or 0xc4 in {@link #bytes}. */
    private static String last(int pid) {
        return Character.toString(0xc3 + pid - 20);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Beside it are two that hold buffers, before and after it. */
    private void assertOnlyThisIsUnreadable(String entry, String reason) throws IOException {
        ProcTree.open(tree.process(10, "before"), 3, "7", 4096, "");
        ProcTree.open(tree.process(30, "after"), 3, "8", 4096, "");

        SourceReading reading = read();

        assertThat(reading.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.entry()).isEqualTo(entry);
            assertThat(unreadable.reason()).contains(reason);
        });
        assertThat(reading.gone()).isZero();
        assertThat(reading.buffers())
                .containsExactly(
                        buffer(7, 4096, "", holder(10, "before", 3)), buffer(8, 4096, "", holder(30, "after", 3)));
    }

    @Test
    void mappingsCountWhereDescriptorsCannotBeRead() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.map(java, row(FIRST, "00000000", 5, "x"));
        Files.delete(java.resolve("fd"));
        Files.createFile(java.resolve("fd"));

        SourceReading reading = read();

        assertThat(reading.unreadable()).hasSize(1);
        assertThat(reading.buffers()).extracting(BufferInfo::inode).containsExactly(5L);
    }

    @Test
    void descriptorsCountWhereMappingsCannotBeRead() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.open(java, 4, "5", 4096, "");
        Files.delete(java.resolve("maps"));
        Files.createDirectory(java.resolve("maps"));

        SourceReading reading = read();

        assertThat(reading.unreadable()).hasSize(1);
        assertThat(reading.buffers()).containsExactly(buffer(5, 4096, "", holder(20, "java", 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {") (", ") S 1 (", "a\nb", "", "((", "x) R 9 9 9"})
    void aProcessMayBeCalledAnything(String command) throws IOException {
        ProcTree.open(tree.process(20, command), 4, "5", 4096, "");

        assertThat(buffers()).containsExactly(buffer(5, 4096, "", holder(20, command, 4)));
    }

    @Test
    void kernelThreadsAreNotLookedInto() throws IOException {
        Path thread = tree.process(2, "kthreadd");
        Files.writeString(thread.resolve("stat"), ProcTree.stat(2, "kthreadd", "S", 0x20_8040, "0"));
        Files.delete(thread.resolve("fd"));
        Files.delete(thread.resolve("maps"));
        Files.createDirectory(thread.resolve("maps"));

        assertThat(buffers()).isEmpty();
    }

    /** Several, so that the ended thread is not listed last each time. */
    @Test
    void aProcessWhoseFirstThreadHasEndedIsReadThroughAnother() throws IOException {
        List<BufferInfo> expected = new ArrayList<>();
        for (int pid = 20; pid < 30; pid++) {
            int another = 100 + pid;
            Path ended = tree.process(pid, "java");
            Files.writeString(ended.resolve("stat"), ProcTree.stat(pid, "java", "Z", 0x40_0100, pid + "00"));
            Files.createDirectories(ended.resolve("task/" + pid));
            Files.createDirectories(ended.resolve("task/" + another));
            Path thread = tree.thread(another);
            ProcTree.open(thread, 4, Integer.toString(pid), 4096, "");
            ProcTree.map(thread, row(FIRST, "00000000", pid, ""));
            List<MappedRange> page = List.of(new MappedRange(0, 4096));
            expected.add(buffer(pid, 4096, "", new Holder(process(pid, "java"), List.of(4), page)));
        }

        // A listing of procfs does not show a thread's folder, one of this tree does.
        assertThat(read().buffers()).isEqualTo(expected);
    }

    @Test
    void aZombieHasNothing() throws IOException {
        Path zombie = tree.process(20, "java");
        Files.writeString(zombie.resolve("stat"), ProcTree.stat(20, "java", "Z", 0x40_010c, "2000"));
        Files.createDirectories(zombie.resolve("task/20"));

        assertThat(buffers()).isEmpty();
    }

    @Test
    void whatIsNoProcessIsPassedOver() throws IOException {
        for (String name : List.of("sys", "self", "20x", "x20", "-20", "+20", "1234567890", "２０")) {
            Files.createDirectory(root.resolve(name));
        }

        assertThat(buffers()).isEmpty();
    }

    private void pidNamespace(String process, String link) throws IOException {
        Path folder = Files.createDirectories(root.resolve(process).resolve("ns"));
        Files.createSymbolicLink(folder.resolve("pid"), Path.of(link));
    }

    @Test
    void f26_outsideOfContainersAllProcessesAreSeen() throws IOException {
        pidNamespace("1", "pid:[4026531836]");

        assertThat(read().capabilities()).contains(StatsCapability.ALL_HOLDERS);
        assertThat(read().notes()).isEmpty();
    }

    @Test
    void f26_inThePidNamespaceOfAContainerNotAllProcessesAreSeen() throws IOException {
        pidNamespace("1", "pid:[4026532198]");

        assertThat(read().capabilities()).contains(StatsCapability.HOLDERS).doesNotContain(StatsCapability.ALL_HOLDERS);
        assertThat(read().notes())
                .containsExactly(new Note(
                        "processes outside of this pid namespace are not visible",
                        List.of("run outside of this container")));
    }

    /** The link is of another kind than those of procfs, so that it cannot be read. */
    @Test
    void f26_aFirstProcessThatMayNotBeReadIsJudgedByTheReadersOwnNamespace() throws IOException {
        Files.createDirectories(root.resolve("1/ns/pid"));
        pidNamespace("self", "pid:[4026532198]");
        Files.writeString(root.resolve("self/status"), "Name:\tjava\nNSpid:\t5\n");
        assertThat(read().capabilities()).doesNotContain(StatsCapability.ALL_HOLDERS);
        assertThat(read().notes())
                .singleElement()
                .extracting(Note::sentence, STRING)
                .contains("outside of this pid namespace");

        // Here procfs is that of an outer namespace, of which nothing is known.
        Files.writeString(root.resolve("self/status"), "Name:\tjava\nNSpid:\t77\t5\n");
        assertThat(read().capabilities()).doesNotContain(StatsCapability.ALL_HOLDERS);
        assertThat(read().notes()).isEmpty();
    }

    @Test
    void f26_aProcessThatCannotBeReadIsNotSeen() throws IOException {
        Files.writeString(tree.process(20, "java").resolve("stat"), "garbled");

        assertThat(read().capabilities()).contains(StatsCapability.HOLDERS).doesNotContain(StatsCapability.ALL_HOLDERS);
    }

    /** Numbers of another procfs are not those of this machine: all threads are read. */
    @Test
    void f26_theDescriptorsOfAThreadWithATableOfItsOwnAreSeen() throws IOException {
        Path java = tree.process(20, "java");
        String stat = ProcTree.stat(20, "java", "S", 0x40_0100, "2000");
        Files.writeString(java.resolve("stat"), stat.replace(" 20 0 1 0 ", " 20 0 2 0 "));
        secondThreadHasATableOfItsOwn(java);

        assertThat(buffers())
                .containsExactly(
                        buffer(9, 4096, "", holder(20, "java", 4)), buffer(10, 4096, "", holder(20, "java", 5)));
    }

    private static void secondThreadHasATableOfItsOwn(Path process) throws IOException {
        ProcTree.open(process, 4, "9", 4096, "");
        for (int thread : List.of(20, 21)) {
            Path directory = Files.createDirectories(process.resolve("task/" + thread));
            Files.createDirectory(directory.resolve("fd"));
            Files.createDirectory(directory.resolve("fdinfo"));
            ProcTree.open(directory, 4, "9", 4096, "");
        }
        ProcTree.open(process.resolve("task/21"), 5, "10", 4096, "");
    }

    @Test
    void f26_aProcessWhoseStatMakesNoSenseCanHaveThreadsWithTablesOfTheirOwn() throws IOException {
        Path java = tree.process(20, "java");
        secondThreadHasATableOfItsOwn(java);
        Files.writeString(java.resolve("stat"), "garbled");

        assertThat(read().buffers()).extracting(BufferInfo::inode).containsExactly(9L, 10L);
    }

    @Test
    void withoutTheFirstProcessOthersAreHidden() throws IOException {
        try (var files = Files.walk(root.resolve("1"))) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
        ProcTree.open(tree.process(20, "mine"), 4, "5", 4096, "");

        SourceReading reading = read();

        assertThat(reading.notes())
                .singleElement()
                .extracting(Note::sentence, STRING)
                .startsWith("the processes of other users are hidden (procfs is mounted with hidepid): ")
                .contains("CAP_SYS_PTRACE");
        assertThat(reading.capabilities())
                .contains(StatsCapability.HOLDERS)
                .doesNotContain(StatsCapability.ALL_HOLDERS);
        assertThat(reading.buffers()).containsExactly(buffer(5, 4096, "", holder(20, "mine", 4)));
    }

    @Test
    void rowsOfFilesThatAreCalledAsBuffersAreTakenForThemUntilABufferWasSeen() throws IOException {
        ProcTree.map(
                tree.process(20, "java"),
                ProcTree.row(FIRST, "00000000", "fe:00", "819", "file"),
                row(SECOND, "00000000", 5, "x"));

        assertThat(buffers()).extracting(BufferInfo::inode).containsExactly(5L, 819L);
    }

    @Test
    void aMappedFileThatIsCalledAsBuffersAreIsNoneWhereItsLinkCanBeFollowed() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        String inode = Long.toString(FileIdentity.of(file).orElseThrow().inode());
        Path java = tree.process(20, "java");
        ProcTree.map(java, ProcTree.row(FIRST, "00000000", "fe:00", inode, "x"), row(SECOND, "00000000", 5, "y"));
        Path links = Files.createDirectory(java.resolve("map_files"));
        Files.createSymbolicLink(links.resolve(FIRST), file);

        assertThat(buffers()).extracting(BufferInfo::inode).containsExactly(5L);
    }

    /** An eventfd stands for the buffer: its inode has no type, as a buffer's. */
    @Test
    void rowsOfOtherDevicesAreNoBuffersOnceThatOfBuffersIsKnown() throws IOException {
        int fd = Sys.eventfd(0, LibC.EFD_CLOEXEC());
        try {
            Path target = Path.of("/proc/self/fd/" + fd);
            FileIdentity buffer = FileIdentity.of(target).orElseThrow();
            String device = "%02x:%02x"
                    .formatted(buffer.device().major(), buffer.device().minor());
            String inode = Long.toString(buffer.inode());
            Path java = tree.process(20, "java");
            ProcTree.map(
                    java,
                    ProcTree.row(FIRST, "00000000", "fe:00", "819", "file"),
                    ProcTree.row(SECOND, "00000000", device, inode, "x"),
                    ProcTree.row("7f0000008000-7f0000009000", "00000000", device, "77", "y"));
            Path links = Files.createDirectory(java.resolve("map_files"));
            Path link = Files.createSymbolicLink(links.resolve(SECOND), target);
            ProcfsStats stats = ProcfsStats.open(root);

            List<BufferInfo> found = stats.read().buffers();

            assertThat(found).extracting(BufferInfo::inode).containsExactlyInAnyOrder(buffer.inode(), 77L);
            assertThat(found)
                    .filteredOn(one -> one.inode() == buffer.inode())
                    .extracting(BufferInfo::size)
                    .containsExactly(OptionalLong.of(buffer.size()));

            Files.delete(link);
            assertThat(stats.read().buffers())
                    .as("without the link, by what was seen before")
                    .extracting(BufferInfo::inode)
                    .containsExactlyInAnyOrder(buffer.inode(), 77L);
        } finally {
            Sys.close(fd);
        }
    }

    /** A link can lead to another file by the time that it is followed; and one seen so was taken for good. */
    @Test
    void theDeviceOfBuffersIsNotThatOfAnotherFile() throws IOException {
        int fd = Sys.eventfd(0, LibC.EFD_CLOEXEC());
        try {
            Path java = tree.process(20, "java");
            ProcTree.map(java, row(FIRST, "00000000", 5, "x"));
            Path links = Files.createDirectory(java.resolve("map_files"));
            Files.createSymbolicLink(links.resolve(FIRST), Path.of("/proc/self/fd/" + fd));

            assertThat(buffers()).extracting(BufferInfo::inode).containsExactly(5L);
        } finally {
            Sys.close(fd);
        }
    }

    @Test
    void theSizeOfWhatIsOnlyMappedIsNotTakenFromAnotherFile() throws IOException {
        Path java = tree.process(20, "java");
        ProcTree.map(java, row(FIRST, "00000000", 5, "x"), row(SECOND, "00000000", 6, "y"));
        Path links = Files.createDirectory(java.resolve("map_files"));
        Path file = Files.writeString(root.resolve("file"), "12345");
        Files.createSymbolicLink(links.resolve(FIRST), file);

        assertThat(buffers()).extracting(BufferInfo::size).containsOnly(OptionalLong.empty());
    }

    /** In maps a line feed, and a backslash with its digits, look the same. */
    @Test
    void row24_theNameOfWhatIsOnlyMappedIsExactWhereItsLinkCanBeRead() throws IOException {
        Path java = tree.process(20, "java");
        String escaped = "a\\012b";
        ProcTree.map(
                java,
                row(FIRST, "00000000", 5, escaped),
                row(SECOND, "00000000", 6, escaped),
                row("7f0000008000-7f0000009000", "00000000", 7, escaped),
                row("7f000000a000-7f000000b000", "00000000", 8, escaped));
        Path links = Files.createDirectory(java.resolve("map_files"));
        Files.createSymbolicLink(links.resolve(FIRST), Path.of("/dmabuf:" + escaped));
        Files.createSymbolicLink(links.resolve(SECOND), Path.of("/dmabuf:a\nb"));
        // Another buffer is mapped there by now.
        Files.createSymbolicLink(links.resolve("7f0000008000-7f0000009000"), Path.of("/dmabuf:other"));

        assertThat(buffers())
                .extracting(buffer -> buffer.name().orElseThrow())
                .containsExactly(escaped, "a\nb", "a\nb", "a\nb");
    }

    @Test
    void randomNamesForgeNothing() throws IOException {
        Random random = new Random(20_260_102);
        List<BufferInfo> expected = new ArrayList<>();
        for (int inode = 1; inode <= 400; inode++) {
            int pid = 1000 + inode;
            String name = EvilNames.next(random);
            ProcTree.open(tree.process(pid, "p"), 4, Integer.toString(inode), 4096L * inode, name);
            expected.add(buffer(inode, 4096L * inode, name, holder(pid, "p", 4)));
        }

        assertThat(buffers()).isEqualTo(expected);
    }

    @Test
    void whereNoProcfsIsMountedOpenSaysWhatToDo() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));

        assertThatThrownBy(() -> ProcfsStats.open(empty))
                .isInstanceOf(UnsupportedKernelException.class)
                .hasMessageStartingWith("open on " + empty + " failed: ENOENT (2)")
                .hasMessageEndingWith("no procfs is mounted there: mount -t proc proc " + empty);
    }

    @Test
    void f31_aProcfsThatCannotBeOpenedIsNotAMissingOne() throws IOException {
        Path other = Files.createDirectory(root.resolve("other"));
        Files.createSymbolicLink(other.resolve("stat"), other.resolve("stat"));

        assertThatThrownBy(() -> ProcfsStats.open(other))
                .isExactlyInstanceOf(DmaBufException.class)
                .hasFieldOrPropertyWithValue("errno", LibC.ELOOP())
                .hasMessageStartingWith("open on " + other + " failed: ELOOP (40), ");
    }

    @Test
    void aFolderThatIsGoneIsAnErrorOfTheReading() throws IOException {
        Path other = Files.createDirectory(root.resolve("other"));
        new ProcTree(other);
        ProcfsStats stats = ProcfsStats.open(other);
        Files.delete(other.resolve("stat"));
        Files.delete(other);

        assertThatThrownBy(stats::read)
                .isInstanceOf(DmaBufException.class)
                .hasMessageStartingWith("readdir on " + other + " failed: ENOENT (2)");
    }

    @Test
    void theProcessesOfThisMachineAreRead() throws DmaBufException {
        SourceReading reading = ProcfsStats.open().read();

        assertThat(reading.unreadable())
                .extracting(Unreadable::entry)
                .noneMatch(entry ->
                        entry.startsWith("process " + ProcessHandle.current().pid() + " "));
    }
}
