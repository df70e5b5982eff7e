// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.CpuAccess.Mode;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.RealKernel;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buffers and sync files that are dropped, many more than there can be descriptors. */
@RealKernel
class ReclaimIT {
    private static final int LIMIT = 1000;
    private static final int SYNC_FILES = 60_000;
    private static final int BUFFERS = 10_000;

    private final PrintStream standardError = System.err;

    private DmaHeap heap;

    @BeforeEach
    void open() throws Exception {
        heap = DmaHeap.open("system");
        // Each that was dropped is reported.
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        // Where another test had a collection in vain just now, there is none for a second.
        Thread.sleep(1100);
    }

    /** What was dropped last must not count as a leak of this test. */
    @AfterEach
    void close() throws Exception {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
        }
        System.setErr(standardError);
        heap.close();
    }

    @Test
    void f23_droppedSyncFilesAreFreedWhenNoDescriptorIsLeft() throws Exception {
        try (DmaBuf buffer = heap.allocate(4096);
                DescriptorLimit limit = DescriptorLimit.leaving(LIMIT)) {
            assertThat(limit).isNotNull();
            for (int i = 0; i < SYNC_FILES; i++) {
                assertThat(buffer.exportSyncFile(Mode.WRITE).fd()).isPositive();
            }
        }
    }

    @Test
    void f23_droppedBuffersAreFreedWhenNoDescriptorIsLeft() throws Exception {
        try (DescriptorLimit limit = DescriptorLimit.leaving(LIMIT)) {
            assertThat(limit).isNotNull();
            for (int i = 0; i < BUFFERS; i++) {
                assertThat(heap.allocate(4096).fd()).isPositive();
            }
        }
    }
}
