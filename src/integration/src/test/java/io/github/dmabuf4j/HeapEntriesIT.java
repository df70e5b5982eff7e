// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.CONTIGUOUS_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.HeapNode;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.HeapEntries;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of {@code /dev/dma_heap} that are not devices of the kernel. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
class HeapEntriesIT {
    private final HeapEntries entries = new HeapEntries();

    @TempDir
    private Path outside;

    @AfterEach
    void removeEntries() throws IOException {
        entries.close();
    }

    private static void assertThatItsBuffersAreOfSystem(String name) throws IOException {
        try (DmaHeap heap = DmaHeap.open(name);
                DmaBuf buffer = heap.allocate(4096)) {
            assertThat(heap.name()).isEqualTo("system");
            assertThat(AllBuffers.of(buffer).exporter()).contains("system");
            assertThat(heap).hasToString("DmaHeap[/dev/dma_heap/" + name + "]");
        }
    }

    @Test
    void f02_anAliasOpensTheHeapItLeadsToAndHasItsName() throws IOException {
        entries.link(outside.resolve("x").toString(), "/dev/dma_heap/system")
                .link("a-cam", "system")
                .link("a-chain", "a-cam")
                .link("a-way-round", outside.resolve("x").toString());
        for (String alias : List.of("a-cam", "a-chain", "a-way-round")) {
            assertThatItsBuffersAreOfSystem(alias);
        }
        assertThat(DmaHeap.names()).contains("a-cam", "a-chain", "a-way-round", "system");
    }

    @Test
    void f02_anotherFileOfTheSameDeviceIsAnAlias() throws Exception {
        HeapNode system = HeapNode.of("system");
        entries.device("a-node", "c", system.device().major(), system.device().minor());
        assertThatItsBuffersAreOfSystem("a-node");
    }

    @Test
    void f02_theAdviceOfAnAliasIsAboutItsDevice() throws IOException {
        entries.link("a-cam", "system");
        assertThatThrownBy(() -> AnotherUser.call(() -> DmaHeap.open("a-cam")))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(NoPermissionException.class)
                .hasMessageStartingWith("open on /dev/dma_heap/a-cam failed: EACCES (13)")
                .hasMessageContaining("KERNEL==\"system\"");
    }

    private static void assertNoSuchHeap(String name, int errno, String reason) throws DmaBufException {
        assertThatExceptionOfType(NoSuchHeapException.class)
                .isThrownBy(() -> DmaHeap.open(name))
                .withMessageStartingWith("open on /dev/dma_heap/" + name + " failed: ")
                .withMessageContaining(reason)
                .withMessageContaining("the heaps of this machine are: ")
                .withMessageNotContaining(", " + name)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
        assertThat(DmaHeap.names()).doesNotContain(name).contains("system");
    }

    @Test
    void f03_aLinkThatLeadsToNothingIsNoSuchHeap() throws IOException {
        entries.link("x-gone", "no-such").link("x-loop", "x-loop").link("x-file", "system/below");
        assertNoSuchHeap("x-gone", LibC.ENOENT(), "symbolic link to no-such, which leads to nothing");
        assertNoSuchHeap("x-loop", LibC.ELOOP(), "symbolic link to x-loop, which leads to nothing");
        assertNoSuchHeap("x-file", LibC.ENOTDIR(), "symbolic link to system/below, which leads to nothing");
    }

    @Test
    void f03_whatIsNotAHeapIsNotOpened() throws Exception {
        entries.file("x-regular")
                .directory("x-directory")
                .fifo("x-fifo")
                .device("x-null", "c", 1, 3)
                .device("x-block", "b", 1, 0)
                .link("x-link", "/dev/null");
        // Opening the FIFO would not block now, but succeed.
        int fifo = Sys.open("/dev/dma_heap/x-fifo", LibC.O_RDWR() | LibC.O_CLOEXEC());
        try {
            assertNoSuchHeap("x-fifo", 0, "it is a FIFO, not a heap");
        } finally {
            Sys.close(fifo);
        }
        assertNoSuchHeap("x-regular", 0, "it is a regular file, not a heap");
        assertNoSuchHeap("x-directory", 0, "it is a directory, not a heap");
        assertNoSuchHeap("x-null", 0, "it is a character device (1:3), not a heap");
        assertNoSuchHeap("x-block", 0, "it is a block device (1:0), not a heap");
        assertNoSuchHeap("x-link", 0, "it is a character device (1:3), not a heap");
    }

    @Test
    void f03_aDeviceWithoutADriverIsNoSuchHeap() throws Exception {
        entries.device("x-driver", "c", 4000, 1)
                .device("x-minor", "c", HeapNode.of("system").device().major(), 200);
        assertNoSuchHeap("x-driver", 0, "it is a character device (4000:1), not a heap");
        // It has the major number of heaps, so only opening it shows more.
        assertThatExceptionOfType(NoSuchHeapException.class)
                .isThrownBy(() -> DmaHeap.open("x-minor"))
                .satisfies(failure -> assertThat(failure.errno()).isIn(LibC.ENXIO(), LibC.ENODEV()));
    }

    @Test
    @Needs(CONTIGUOUS_HEAP)
    void f03_aFileThatTookThePlaceOfAHeapIsClosedUnused() {
        HeapNode system = HeapNode.of("system");
        assertThatExceptionOfType(NoSuchHeapException.class)
                .isThrownBy(() -> DmaHeap.open(Heaps.contiguous(), system))
                .withMessageContaining("another file has replaced it meanwhile");
    }

    private static <T> T asAnotherUser(String permissions, Callable<T> body) throws Exception {
        return HeapEntries.withPermissions(permissions, () -> AnotherUser.call(body));
    }

    @Test
    void f04_aDirectoryThatMayNotBeListedIsAMatterOfPermission() {
        for (String permissions : List.of("rwx------", "rwx--x--x")) {
            assertThatThrownBy(() -> asAnotherUser(permissions, DmaHeap::names))
                    .cause()
                    .isInstanceOf(NoPermissionException.class)
                    .hasMessage(
                            "readdir on /dev/dma_heap failed: EACCES (13), Permission denied; run as root, or let this"
                                    + " user list and search it (chmod a+rx /dev/dma_heap)");
        }
    }

    @Test
    void f04_aDirectoryThatMayNotBeSearchedIsAMatterOfPermission() throws Exception {
        assertThat(asAnotherUser("rwxr--r--", DmaHeap::names)).contains("system");
        for (String permissions : List.of("rwx------", "rwxr--r--")) {
            assertThatThrownBy(() -> asAnotherUser(permissions, () -> DmaHeap.open("system")))
                    .cause()
                    .isInstanceOf(NoPermissionException.class)
                    .hasMessageStartingWith("open on /dev/dma_heap/system failed: EACCES (13)")
                    .hasMessageContaining("chmod a+rx /dev/dma_heap");
        }
    }

    @Test
    void f04_aMissingHeapInADirectoryThatMayNotBeListedIsNoSuchHeap() {
        assertThatThrownBy(() -> asAnotherUser("rwx--x--x", () -> DmaHeap.open("no-such")))
                .cause()
                .isInstanceOf(NoSuchHeapException.class)
                .hasMessageContaining("ENOENT (2)")
                .hasMessageContaining("readdir on /dev/dma_heap failed: EACCES (13)");
    }

    @Test
    void f04_aLinkWhoseWayMayNotBeSearchedIsAMatterOfPermission() throws Exception {
        // The directory of JUnit has the permissions rwx------.
        entries.link(outside.resolve("x").toString(), "/dev/dma_heap/system")
                .link("a-hidden", outside.resolve("x").toString());
        assertThatThrownBy(() -> AnotherUser.call(() -> DmaHeap.open("a-hidden")))
                .cause()
                .isInstanceOf(NoPermissionException.class)
                .hasMessageContaining("it is a symbolic link to " + outside.resolve("x"));
        assertThat(AnotherUser.call(DmaHeap::names)).contains("a-hidden");
    }
}
