// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.stats.SysfsStats;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SysfsTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
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
 * {@code verify} passes on a correct heap, and each of its checks fails on a buffer that is wrong in this respect.
 */
@RealKernel
class HeapVerificationIT {
    private static final int BYTES = 1 << 16;

    private final List<DmaBuf> buffers = new ArrayList<>();
    private DmaHeap heap;

    @TempDir
    private Path directory;

    @BeforeEach
    void openHeap() throws DmaBufException {
        heap = DmaHeap.open("system");
    }

    @AfterEach
    void closeAll() {
        buffers.forEach(DmaBuf::close);
        heap.close();
    }

    @Test
    void everyCheckPassesOnEveryHeapWithTheseFigures() throws IOException {
        for (String name : DmaHeap.names()) {
            try (DmaHeap each = DmaHeap.open(name)) {
                List<CheckResult> results = new ArrayList<>();
                new HeapVerification(each.name(), each::allocate, SysfsStats.open(), BYTES - 1).run(results::add);
                assertThat(results).allMatch(CheckResult::passed);
                Map<String, String> seen = new LinkedHashMap<>();
                results.forEach(result -> seen.put(result.check(), result.seen()));
                assertThat(seen)
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

    /** Returns the failed checks with the values that they saw. */
    private Map<String, String> failures(String exporter, SysfsStats stats, BufferSource source) throws IOException {
        Map<String, String> failed = new LinkedHashMap<>();
        new HeapVerification(exporter, source, stats, BYTES).run(result -> {
            if (!result.passed()) {
                failed.put(result.check(), result.seen());
            }
        });
        return failed;
    }

    private Map<String, String> failures(BufferSource source) throws IOException {
        return failures("system", SysfsStats.open(), source);
    }

    @Test
    void aHeapThatGivesNoBufferFailsEveryCheck() throws IOException {
        Map<String, String> failed = failures(bytes -> {
            throw new DmaBufException("DMA_HEAP_IOCTL_ALLOC", "a full heap", LibC.ENOMEM());
        });
        assertThat(failed).hasSize(HeapVerification.CHECKS.size());
        assertThat(failed.remove("allocation")).contains("ENOMEM (12)");
        assertThat(failed.values()).containsOnly("not run, since there is no buffer");
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
        assertThat(failures("elsewhere", SysfsStats.open(), bytes -> keep(heap.allocate(bytes))))
                .containsOnly(entry("exporter in sysfs", "system"));
    }

    @Test
    void statisticsThatAreWrongAndStayAreSeen() throws IOException {
        SysfsStats stats = SysfsStats.open(directory);
        assertThat(failures("system", stats, bytes -> withStatistics(heap.allocate(bytes), "other\n", "4096\n")))
                .containsOnly(
                        entry("exporter in sysfs", "other"),
                        entry("size in sysfs", "4096 bytes"),
                        entry("sysfs entry after the last reference", "there"));
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
        Map<String, String> failed =
                failures("system", SysfsStats.open(directory), bytes -> keep(heap.allocate(bytes)));
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
