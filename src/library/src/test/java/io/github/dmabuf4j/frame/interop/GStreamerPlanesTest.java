// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.interop.GStreamerPlanes.Memory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GStreamerPlanesTest {
    private static final long GIB = 1L << 30;

    private static List<FramePlane> planes(List<Memory> memories, long... offsets) {
        int[] strides = new int[offsets.length];
        Arrays.fill(strides, 64);
        return GStreamerPlanes.planes(memories, offsets, strides);
    }

    @Test
    void offsetsCountThroughAllMemories() {
        assertThat(planes(List.of(new Memory(0, 4096), new Memory(0, 4096)), 0, 1024, 4096, 5000))
                .containsExactly(
                        new FramePlane(0, 0, 64),
                        new FramePlane(0, 1024, 64),
                        new FramePlane(1, 0, 64),
                        new FramePlane(1, 904, 64));
    }

    /** Several memories can be parts of one DMA-BUF. */
    @Test
    void aMemoryCanBeginWithinItsBuffer() {
        assertThat(planes(List.of(new Memory(0, 4096), new Memory(4096, 2048)), 0, 4096))
                .containsExactly(new FramePlane(0, 0, 64), new FramePlane(1, 4096, 64));
    }

    @Test
    void offsetsHave64Bits() {
        assertThat(planes(List.of(new Memory(0, 5 * GIB), new Memory(0, GIB)), 0, 4 * GIB, 5 * GIB))
                .containsExactly(new FramePlane(0, 0, 64), new FramePlane(0, 4 * GIB, 64), new FramePlane(1, 0, 64));
    }

    @Test
    void aPlaneBeyondTheMemoriesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planes(List.of(new Memory(0, 4096)), 0, 4096))
                .withMessage("plane 1 begins at 4096, beyond the 1 memories of the buffer");
        assertThatIllegalArgumentException().isThrownBy(() -> planes(List.of(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> planes(List.of(new Memory(0, 4096)), -1));
    }

    @Test
    void aSumThatOverflowsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planes(List.of(new Memory(Long.MAX_VALUE - 1, 8)), 0, 2))
                .withMessageContaining("the offset of a plane must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planes(List.of(new Memory(0, 4), new Memory(Long.MAX_VALUE - 1, 8)), 0, 6))
                .withMessage("plane 1 begins at 2 of a memory that begins at 9223372036854775806: the sum has more than"
                        + " 63 bits");
    }

    @Test
    void stridesBelongToOffsets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerPlanes.planes(List.of(new Memory(0, 1)), new long[] {0}, new int[] {1, 2}))
                .withMessage("1 offsets, but 2 strides");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GStreamerPlanes.planes(List.of(new Memory(0, 1)), new long[] {0}, new int[] {-4}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Memory(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Memory(-1, 0));
    }
}
