// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.DEBUGFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.NativeProgram;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of debugfs, whose file stays open. */
@RealKernel
@Needs({BUFFERS, DEBUGFS})
class DebugfsStatsIT {
    /** Their list has several pages. */
    private static final int MANY = 200;

    private final List<DmaBuf> buffers = new ArrayList<>();
    private BufferAllocator allocator;

    @BeforeEach
    void openAllocator() throws IOException {
        allocator = BufferAllocator.heapOrUdmabuf("system");
    }

    @AfterEach
    void closeAll() {
        buffers.forEach(DmaBuf::close);
        allocator.close();
    }

    private void allocate(int count) throws DmaBufException {
        for (int i = 0; i < count; i++) {
            buffers.add(allocator.allocate(4096));
        }
    }

    private Set<Long> own() throws DmaBufException {
        Set<Long> inodes = new TreeSet<>();
        for (DmaBuf buffer : buffers) {
            inodes.add(buffer.inode());
        }
        return inodes;
    }

    private static void assertLists(DebugfsStats stats, Set<Long> inodes) throws DmaBufException {
        SourceReading reading = stats.read();
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.buffers()).extracting(BufferInfo::inode).containsAll(inodes);
        assertThat(stats.inodes()).containsAll(inodes);
    }

    @Test
    void eachReadingIsOfTheBuffersThatAreThereThen() throws IOException {
        try (DebugfsStats stats = DebugfsStats.open()) {
            allocate(1);
            assertLists(stats, own());
            allocate(MANY);
            assertLists(stats, own());
            Set<Long> freed = own();
            buffers.forEach(DmaBuf::close);
            assertThat(stats.inodes()).doesNotContainAnyElementsOf(freed);
            buffers.clear();
            allocate(1);
            assertLists(stats, own());
        }
    }

    @Test
    void threadsThatReadAtOnceEachSeeAllBuffers() throws Exception {
        allocate(MANY);
        Set<Long> inodes = own();
        try (DebugfsStats stats = DebugfsStats.open()) {
            List<Background<Boolean>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(Background.of(() -> {
                    for (int reads = 0; reads < 5; reads++) {
                        assertLists(stats, inodes);
                    }
                    return true;
                }));
            }
            for (Background<Boolean> reader : readers) {
                assertThat(reader.result()).isTrue();
            }
        }
    }

    /** As in another mount namespace: the path leads to nothing, or to something else. */
    @Test
    void theListIsReadAfterItsFileSystemWasUnmounted(@TempDir Path mounted) throws Exception {
        allocate(1);
        run("mount", "-t", "debugfs", "none", mounted.toString());
        try (DebugfsStats stats = DebugfsStats.open(mounted.resolve("dma_buf/bufinfo"))) {
            assertLists(stats, own());
            run("umount", "--lazy", mounted.toString());
            allocate(1);
            assertLists(stats, own());
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(NativeProgram.exitCode(process))
                .as(String.join(" ", command))
                .isZero();
    }

    @Test
    void aClosedListSaysSo() throws IOException {
        DebugfsStats stats = DebugfsStats.open();
        stats.read();
        stats.close();

        assertThatIllegalStateException().isThrownBy(stats::read).withMessage(DebugfsStats.DEFAULT_FILE + " is closed");
        assertThatIllegalStateException().isThrownBy(stats::inodes);
    }
}
