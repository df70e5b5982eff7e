// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.examples.display.ImportedBuffer;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.DebugfsStats;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import io.github.dmabuf4j.support.Vgem;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fences of a graphics driver, which stock kernels have, on a buffer that it has imported. */
@RealKernel
@Needs({SYSTEM_HEAP, VGEM})
@Smoke
@Timeout(60)
class VgemFencesIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    private DmaBuf buffer;
    private Vgem card;
    private ImportedBuffer imported;

    @BeforeEach
    void importABuffer() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            buffer = heap.allocate(4096);
        }
        card = Vgem.open();
        imported = card.importBuffer(buffer);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        long inode = buffer.inode();
        card.close();
        buffer.close();
        assertThat(AllBuffers.exists(inode)).isFalse();
    }

    @Test
    void aWritingDeviceLetsNobodyInUntilItsFenceIsSignaled() throws Exception {
        int fence = card.addFence(imported.handle(), Access.WRITE);
        CompletableFuture<Void> toWrite = buffer.whenReady(Access.WRITE);
        assertThat(buffer.isReady(Access.READ)).isFalse();
        assertThat(buffer.await(Access.READ, SHORT)).isFalse();
        assertThat(toWrite).isNotDone();
        FutureTask<Byte> reader = new FutureTask<>(() -> {
            try (CpuAccess access = buffer.access(Access.READ)) {
                return access.segment().get(ValueLayout.JAVA_BYTE, 0);
            }
        });
        Thread.ofPlatform().start(reader);

        card.signal(fence);

        assertThat(buffer.await(Access.READ_WRITE, LONG)).isTrue();
        toWrite.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(reader.get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aReadingDeviceLetsReadersIn() throws Exception {
        int fence = card.addFence(imported.handle(), Access.READ);
        assertThat(buffer.isReady(Access.READ)).isTrue();
        assertThat(buffer.isReady(Access.WRITE)).isFalse();
        card.signal(fence);
        assertThat(buffer.isReady(Access.WRITE)).isTrue();
    }

    @Test
    void anExportedSyncFileIsThatOfTheDriver() throws Exception {
        int fence = card.addFence(imported.handle(), Access.WRITE);
        try (SyncFile exported = buffer.exportSyncFile(Access.READ);
                DmaBuf other = buffer.duplicate()) {
            assertThat(exported.info().fences())
                    .singleElement()
                    .satisfies(one -> assertThat(one.driver()).isEqualTo("vgem"));
            assertThat(exported.state()).isEqualTo(FenceState.PENDING);
            assertThat(exported.await(SHORT)).isFalse();
            card.signal(fence);
            assertThat(exported.await(LONG)).isTrue();
            assertThat(exported.state()).isEqualTo(FenceState.SIGNALED);
            assertThat(other.isReady(Access.WRITE)).isTrue();
        }
    }

    @Test
    void aSyncFileOfTheDriverIsImportedIntoAnotherBuffer() throws Exception {
        int fence = card.addFence(imported.handle(), Access.WRITE);
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf other = heap.allocate(4096);
                SyncFile exported = buffer.exportSyncFile(Access.READ)) {
            other.importSyncFile(exported, Access.WRITE);
            assertThat(other.isReady(Access.READ)).isFalse();
            card.signal(fence);
            assertThat(other.await(Access.READ, LONG)).isTrue();
        }
    }

    @Test
    void closingTheCardEndsTheWait() throws Exception {
        card.addFence(imported.handle(), Access.WRITE);
        assertThat(buffer.isReady(Access.READ)).isFalse();
        card.close();
        assertThat(buffer.await(Access.READ, LONG)).isTrue();
    }

    @Test
    @Needs(DEBUGFS)
    void debugfsReportsTheFence() throws Exception {
        int fence = card.addFence(imported.handle(), Access.WRITE);
        assertThat(fences()).singleElement().satisfies(one -> {
            assertThat(one.usage()).isEqualTo("write");
            assertThat(one.driver()).isEqualTo("vgem");
            assertThat(one.signaled()).isFalse();
        });
        card.signal(fence);
        assertThat(fences()).allMatch(BufferFence::signaled);
    }

    private List<BufferFence> fences() throws IOException {
        long inode = buffer.inode();
        try (DebugfsStats debugfs = DebugfsStats.open()) {
            return debugfs.read().buffers().stream()
                    .filter(one -> one.inode() == inode)
                    .findFirst()
                    .orElseThrow()
                    .fences();
        }
    }
}
