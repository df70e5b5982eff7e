// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.sync_fence_info;
import io.github.dmabuf4j.internal.gen.sync_file_info;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SyncFileInfoTest {
    private static void put(MemorySegment array, byte[] text) {
        MemorySegment.copy(text, 0, array, ValueLayout.JAVA_BYTE, 0, text.length);
    }

    @Test
    void f27_namesThatAreNotUtf8StayDifferent() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(sync_file_info.layout());
            MemorySegment fences = sync_fence_info.allocateArray(1, arena);
            sync_file_info.num_fences(info, 1);
            put(sync_file_info.name(info), new byte[] {'a', (byte) 0xff});
            put(sync_fence_info.driver_name(fences), new byte[] {(byte) 0xc3});
            put(sync_fence_info.obj_name(fences), "ring".getBytes(StandardCharsets.UTF_8));

            SyncFileInfo read = SyncFile.infoOf(info, fences);

            assertThat(read.name()).isEqualTo("a\udcff");
            assertThat(read.fences()).singleElement().satisfies(fence -> {
                assertThat(fence.driver()).isEqualTo("\udcc3");
                assertThat(fence.timeline()).isEqualTo("ring");
            });
        }
    }

    /** A name may lack its end, and there may be more fences than there was room for. */
    @Test
    void f01_whateverIsWrittenThereIsRead() {
        Random random = new Random(6);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(sync_file_info.layout());
            MemorySegment fences = sync_fence_info.allocateArray(2, arena);
            for (int round = 0; round < 2000; round++) {
                byte[] bytes = new byte[(int) info.byteSize()];
                random.nextBytes(bytes);
                put(info, bytes);
                byte[] rest = new byte[(int) fences.byteSize()];
                random.nextBytes(rest);
                put(fences, rest);

                SyncFileInfo read = SyncFile.infoOf(info, fences);

                assertThat(KernelText.length(read.name())).isLessThanOrEqualTo(32);
                assertThat(read.fences()).hasSizeLessThanOrEqualTo(2);
            }
        }
    }
}
