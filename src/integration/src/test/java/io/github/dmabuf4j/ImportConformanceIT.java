// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VGEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.examples.display.ImportedBuffer;
import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import io.github.dmabuf4j.support.Vgem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Conformance row 13: data written on one side of an import is read on the other. */
@RealKernel
@Needs({SYSTEM_HEAP, VGEM})
@Smoke
class ImportConformanceIT {
    private static final int PAGE = 4096;
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    @Test
    void row13_aBufferThatVgemImportedAndExportedAgainIsTheSame() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                DmaBuf buffer = heap.allocate(4 * PAGE);
                Vgem vgem = Vgem.open()) {
            try (ImportedBuffer imported = vgem.importBuffer(buffer);
                    DmaBuf exported = DmaBuf.adopt(vgem.export(imported.handle()));
                    Arena arena = Arena.ofConfined()) {
                assertThat(exported.fd()).isNotEqualTo(buffer.fd());
                assertThat(exported.inode()).isEqualTo(buffer.inode());
                assertThat(exported.size()).isEqualTo(buffer.size());
                assertThat(AllBuffers.of(buffer).attachments())
                        .extracting(Attachment::device)
                        .containsExactly("vgem");
                assertBothWays(buffer, exported.map(MapMode.READ_WRITE, 0, exported.size(), arena));
                assertBothWays(exported, buffer.map(MapMode.READ_WRITE, 0, buffer.size(), arena));
            }
            assertThat(AllBuffers.of(buffer).attachments()).isEmpty();
        }
    }

    @Test
    void row13_aBufferOfVgemsOwnIsSharedAsADmaBuf() throws IOException {
        long inode;
        try (Vgem vgem = Vgem.open()) {
            Vgem.Dumb dumb = vgem.create(WIDTH, HEIGHT);
            try (Arena arena = Arena.ofConfined();
                    DmaBuf buffer = DmaBuf.adopt(vgem.export(dumb.handle()))) {
                inode = buffer.inode();
                assertThat(buffer.size()).isEqualTo(dumb.size()).isEqualTo(WIDTH * HEIGHT * Integer.BYTES);
                assertThat(AllBuffers.of(buffer).exporter()).contains("drm");
                assertBothWays(buffer, vgem.map(dumb, arena));
            } finally {
                vgem.destroy(dumb);
            }
        }
        assertThat(AllBuffers.exists(inode)).isFalse();
    }

    /** Writes through the buffer and reads through the mapping, then vice versa. */
    private static void assertBothWays(DmaBuf buffer, MemorySegment mapping) throws IOException {
        long[] there = words(buffer, 1);
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().copyFrom(MemorySegment.ofArray(there));
        }
        assertThat(read(buffer, mapping)).isEqualTo(there);
        long[] back = words(buffer, 2);
        try (CpuAccess bracket = buffer.access(Access.WRITE)) {
            assertThat(bracket.segment().byteSize()).isEqualTo(mapping.byteSize());
            mapping.copyFrom(MemorySegment.ofArray(back));
        }
        try (CpuAccess access = buffer.access(Access.READ)) {
            assertThat(access.segment().toArray(ValueLayout.JAVA_LONG)).isEqualTo(back);
        }
    }

    private static long[] read(DmaBuf buffer, MemorySegment mapping) throws IOException {
        try (CpuAccess bracket = buffer.access(Access.READ)) {
            assertThat(bracket.segment().byteSize()).isEqualTo(mapping.byteSize());
            return mapping.toArray(ValueLayout.JAVA_LONG);
        }
    }

    /** Returns words that contain their position and the seed. */
    private static long[] words(DmaBuf buffer, long seed) {
        return LongStream.range(0, buffer.size() / Long.BYTES)
                .map(word -> word * 0x9e3779b97f4a7c15L + seed)
                .toArray();
    }
}
