// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSFS_STATS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.Udmabuf;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.stats.ProcfsStats;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SysfsTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code verify} passes on a correct allocator, and each of its checks fails on a buffer or statistics that are wrong in this respect.
 */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF, SYSFS_STATS, DEBUGFS})
class HeapVerificationIT {
    private static final int BYTES = 1 << 16;

    private final List<DmaBuf> buffers = new ArrayList<>();
    private final List<Statistics> lists = new ArrayList<>();
    private DmaHeap heap;

    @TempDir
    private Path directory;

    @BeforeEach
    void openHeap() throws DmaBufException {
        heap = DmaHeap.open("system");
    }

    @AfterEach
    void closeAll() {
        lists.forEach(Statistics::close);
        buffers.forEach(DmaBuf::close);
        heap.close();
    }

    private static Statistics sysfs() throws DmaBufException {
        return new SysfsStatistics(SysfsStats.open());
    }

    private Statistics debugfs() throws DmaBufException {
        return debugfs(DebugfsStats.DEFAULT_FILE);
    }

    private Statistics debugfs(Path file) throws DmaBufException {
        Statistics list = ListedStatistics.of("debugfs", DebugfsStats.open(file));
        lists.add(list);
        return list;
    }

    private static Statistics fdinfo() throws DmaBufException {
        return ListedStatistics.ofProcesses("fdinfo", ProcfsStats.open());
    }

    @Test
    void everyCheckPassesOnEveryHeapWithTheseFigures() throws IOException {
        for (String name : DmaHeap.names()) {
            try (DmaHeap each = DmaHeap.open(name)) {
                assertThat(passed(each, BYTES - 1, sysfs()))
                        .containsExactly(
                                entry("allocation", "a dma-buf"),
                                entry("descriptor flags", "O_RDWR, close-on-exec"),
                                entry("size by lseek", "65536 bytes"),
                                entry("size by fstat", "65536 bytes"),
                                entry("size by fdinfo", "65536 bytes"),
                                entry("fresh content", "all zero"),
                                entry("pattern through two mappings", "all equal"),
                                entry("name by descriptor", "dmabuf-verify"),
                                entry("name by fdinfo", "dmabuf-verify"),
                                entry("exporter in sysfs", each.name()),
                                entry("size in sysfs", "65536 bytes"),
                                entry("sysfs entry while only a mapping lives", "there"),
                                entry("sysfs entry after the last reference", "gone"),
                                entry("descriptors left open", "none"));
            }
        }
    }

    @Test
    void everyCheckPassesOnUdmabufInAllStatistics() throws IOException {
        try (Udmabuf udmabuf = Udmabuf.open()) {
            assertThat(passed(udmabuf, BYTES, sysfs(), debugfs(), fdinfo()))
                    .containsEntry("fresh content", "all zero")
                    .containsEntry("pattern through two mappings", "all equal")
                    .containsEntry("exporter in debugfs", "udmabuf")
                    .containsEntry("size in debugfs", "65536 bytes")
                    .containsEntry("debugfs entry while only a mapping lives", "there")
                    .containsEntry("debugfs entry after the last reference", "gone")
                    .containsEntry("exporter in fdinfo", "udmabuf")
                    .containsEntry("size in fdinfo", "65536 bytes")
                    .containsEntry("maps entry while only a mapping lives", "there")
                    .containsEntry("fdinfo and maps entry after the last reference", "gone")
                    .hasSize(10 + 3 * 4);
        }
    }

    private static Map<String, String> passed(BufferAllocator allocator, long bytes, Statistics... statistics)
            throws IOException {
        List<CheckResult> results = new ArrayList<>();
        Verification verification = new Verification(allocator.name(), allocator::allocate, List.of(statistics), bytes);
        assertThat(verification.run(results::add)).isEmpty();
        assertThat(results).allMatch(CheckResult::passed);
        Map<String, String> seen = new LinkedHashMap<>();
        results.forEach(result -> seen.put(result.check(), result.seen()));
        return seen;
    }

    @Test
    void aCheckOfStatisticsNamesItsSource() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        new Verification("system", heap::allocate, List.of(debugfs(), fdinfo()), BYTES)
                .run(result -> result.source().ifPresent(source -> sources.put(result.check(), source)));
        assertThat(sources)
                .containsExactly(
                        entry("exporter in debugfs", "debugfs"),
                        entry("size in debugfs", "debugfs"),
                        entry("exporter in fdinfo", "fdinfo"),
                        entry("size in fdinfo", "fdinfo"),
                        entry("debugfs entry while only a mapping lives", "debugfs"),
                        entry("maps entry while only a mapping lives", "fdinfo"),
                        entry("debugfs entry after the last reference", "debugfs"),
                        entry("fdinfo and maps entry after the last reference", "fdinfo"));
    }

    @Test
    void withoutStatisticsTheRestIsChecked() throws IOException {
        assertThat(passed(heap, BYTES)).hasSize(10).containsEntry("descriptors left open", "none");
    }

    /** Returns the failed checks with the values that they saw. */
    private Map<String, String> failures(String exporter, Statistics statistics, BufferSource source)
            throws IOException {
        Map<String, String> failed = new LinkedHashMap<>();
        new Verification(exporter, source, List.of(statistics), BYTES).run(result -> {
            if (!result.passed()) {
                failed.put(result.check(), result.seen());
            }
        });
        return failed;
    }

    private Map<String, String> failures(BufferSource source) throws IOException {
        return failures("system", sysfs(), source);
    }

    @Test
    void withoutABufferNothingElseIsChecked() throws IOException {
        List<CheckResult> results = new ArrayList<>();
        BufferSource full = bytes -> {
            throw new DmaBufException("DMA_HEAP_IOCTL_ALLOC", "a full heap", LibC.ENOMEM());
        };
        List<String> notRun = new Verification("system", full, List.of(sysfs()), BYTES).run(results::add);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.check()).isEqualTo("allocation");
            assertThat(result.passed()).isFalse();
            assertThat(result.seen()).contains("ENOMEM (12)");
        });
        assertThat(notRun)
                .hasSize(13)
                .startsWith("descriptor flags", "size by lseek")
                .contains("exporter in sysfs")
                .endsWith("descriptors left open");
    }

    @Test
    void aReadOnlyDescriptorIsSeen() throws IOException {
        assertThat(failures(bytes -> keep(heap.allocateReadOnly(bytes))))
                .containsOnlyKeys("descriptor flags", "pattern through two mappings")
                .containsEntry("descriptor flags", "access mode 0, close-on-exec");
    }

    @Test
    void aDescriptorThatExecKeepsOpenIsSeen() throws IOException {
        assertThat(failures(bytes -> {
                    DmaBuf buffer = keep(heap.allocate(bytes));
                    assertThat(Sys.fcntl(buffer.fd(), LibC.F_SETFD(), 0)).isZero();
                    return buffer;
                }))
                .containsOnly(entry("descriptor flags", "O_RDWR, open across exec"));
    }

    @Test
    void aWrongSizeIsSeenByEachWayToAsk() throws IOException {
        assertThat(failures(bytes -> keep(heap.allocate(bytes + 4096))))
                .containsOnly(
                        entry("size by lseek", "69632 bytes"),
                        entry("size by fstat", "69632 bytes"),
                        entry("size by fdinfo", "69632 bytes"),
                        entry("size in sysfs", "69632 bytes"));
    }

    @Test
    void contentOfAnotherOwnerIsSeen() throws IOException {
        assertThat(failures(bytes -> {
                    DmaBuf buffer = keep(heap.allocate(bytes));
                    try (CpuAccess access = buffer.access(Access.WRITE)) {
                        access.segment().set(ValueLayout.JAVA_BYTE, 4097, (byte) 1);
                    }
                    return buffer;
                }))
                .containsOnly(entry("fresh content", "1 of 8192 words differ, the first at byte 4096"));
    }

    @Test
    void anotherExporterIsSeen() throws IOException {
        assertThat(failures("elsewhere", sysfs(), bytes -> keep(heap.allocate(bytes))))
                .containsOnly(entry("exporter in sysfs", "system"));
    }

    @Test
    void statisticsThatAreWrongAndStayAreSeen() throws IOException {
        Statistics stats = new SysfsStatistics(SysfsStats.open(directory));
        assertThat(failures("system", stats, bytes -> withStatistics(heap.allocate(bytes), "other\n", "4096\n")))
                .containsOnly(
                        entry("exporter in sysfs", "other"),
                        entry("size in sysfs", "4096 bytes"),
                        entry("sysfs entry after the last reference", "there"));
    }

    @Test
    void aListThatIsWrongAndStaysIsSeen() throws IOException {
        Path bufinfo = Files.writeString(directory.resolve("bufinfo"), bufinfo(1));
        Statistics list = debugfs(bufinfo);
        assertThat(failures("system", list, bytes -> {
                    DmaBuf buffer = keep(heap.allocate(bytes));
                    write(bufinfo, bufinfo(buffer.inode()));
                    return buffer;
                }))
                .containsOnly(
                        entry("exporter in debugfs", "other"),
                        entry("size in debugfs", "4096 bytes"),
                        entry("debugfs entry after the last reference", "there"));
    }

    @Test
    void aListThatLacksTheBufferIsSeen() throws IOException {
        Path bufinfo = Files.writeString(directory.resolve("bufinfo"), bufinfo(1));
        Statistics list = debugfs(bufinfo);
        assertThat(failures("system", list, bytes -> keep(heap.allocate(bytes))))
                .containsOnly(
                        entry("exporter in debugfs", "not listed"),
                        entry("size in debugfs", "not listed"),
                        entry("debugfs entry while only a mapping lives", "gone"));
    }

    @Test
    void aListThatCannotBeReadAnyMoreIsSeen() throws IOException {
        Path bufinfo = Files.writeString(directory.resolve("bufinfo"), bufinfo(1));
        Statistics list = debugfs(bufinfo);
        Files.writeString(bufinfo, "something else\n");
        assertThat(failures("system", list, bytes -> keep(heap.allocate(bytes))))
                .hasSize(4)
                .allSatisfy((check, seen) -> assertThat(seen).contains("does not begin like the list"));
    }

    private static String bufinfo(long inode) {
        return "\nDma-buf Objects:\nsize    \tflags   \tmode    \tcount   \texp_name\tino     \tname\n"
                + "00004096\t00000002\t00080007\t00000001\tother\t" + "%08d".formatted(inode) + "\t<none>\n"
                + "\tAttached Devices:\nTotal 0 devices attached\n\n\nTotal 1 objects, 4096 bytes\n";
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private DmaBuf withStatistics(DmaBuf buffer, String exporter, String size) throws DmaBufException {
        String inode = Long.toUnsignedString(keep(buffer).inode());
        try {
            SysfsTree.entry(directory, inode, size, exporter);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return buffer;
    }

    @Test
    void statisticsThatAreMissingAreSeen() throws IOException {
        Map<String, String> failed = failures(
                "system", new SysfsStatistics(SysfsStats.open(directory)), bytes -> keep(heap.allocate(bytes)));
        assertThat(failed)
                .containsOnlyKeys("exporter in sysfs", "size in sysfs", "sysfs entry while only a mapping lives")
                .containsEntry("sysfs entry while only a mapping lives", "gone");
        assertThat(failed.get("size in sysfs")).contains("ENOENT (2)");
    }

    @Test
    void aReferenceThatStaysIsSeen() throws IOException {
        Map<String, String> failed = failures(bytes -> {
            DmaBuf buffer = heap.allocate(bytes);
            keep(buffer.duplicate());
            return buffer;
        });
        assertThat(failed).containsOnlyKeys("sysfs entry after the last reference", "descriptors left open");
        assertThat(failed).containsEntry("sysfs entry after the last reference", "there");
        assertThat(failed.get("descriptors left open")).contains("/dmabuf:dmabuf-verify");
    }

    @Test
    void aReferenceThatStaysIsSeenInTheFilesOfProcesses() throws IOException {
        assertThat(failures("system", fdinfo(), bytes -> {
                    DmaBuf buffer = heap.allocate(bytes);
                    keep(buffer.duplicate());
                    return buffer;
                }))
                .containsOnlyKeys("fdinfo and maps entry after the last reference", "descriptors left open")
                .containsEntry("fdinfo and maps entry after the last reference", "there");
    }

    @Test
    void aBufferThatIsClosedAlreadyFailsWhatNeedsIt() throws IOException {
        Map<String, String> failed = failures(bytes -> {
            DmaBuf buffer = heap.allocate(bytes);
            buffer.close();
            return buffer;
        });
        assertThat(failed).containsKeys("allocation", "name by descriptor", "name by fdinfo", "size by fdinfo");
    }

    private DmaBuf keep(DmaBuf buffer) {
        buffers.add(buffer);
        return buffer;
    }
}
