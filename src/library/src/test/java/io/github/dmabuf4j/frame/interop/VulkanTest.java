// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class VulkanTest {
    private static final Modifier TILED = new Modifier(0x0100_0000_0000_0002L);

    private final Arena arena = Arena.ofAuto();

    private static FrameLayout nv12(Modifier modifier) {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 128), new FramePlane(0, 0x1_0000_1000L, 128));
        return new FrameLayout(64, 32, DrmFormat.NV12, modifier, planes, FrameColor.UNSPECIFIED);
    }

    @Test
    void aPlaneHasOffsetAndPitchAndZeros() {
        MemorySegment planes = VulkanImage.planeLayouts(nv12(TILED), arena);

        assertThat(planes.toArray(ValueLayout.JAVA_LONG))
                .containsExactly(0, 0, 128, 0, 0, 0x1_0000_1000L, 0, 128, 0, 0);
    }

    @Test
    void theExplicitLayoutRefersToThePlanes() {
        long[] words = VulkanImage.explicitLayout(nv12(TILED), arena).toArray(ValueLayout.JAVA_LONG);

        assertThat(words).hasSize(5).startsWith(1000158004, 0, 0x0100_0000_0000_0002L, 2);
        MemorySegment planes = MemorySegment.ofAddress(words[4]).reinterpret(80);
        assertThat(planes.toArray(ValueLayout.JAVA_LONG)).startsWith(0, 0, 128).endsWith(128, 0, 0);
    }

    @Test
    void whatIsAllocatedNeedNotBeZeroed() {
        SegmentAllocator dirty =
                (bytes, alignment) -> arena.allocate(bytes, alignment).fill((byte) -1);

        assertThat(VulkanImage.planeLayouts(nv12(TILED), dirty).toArray(ValueLayout.JAVA_LONG))
                .containsExactly(0, 0, 128, 0, 0, 0x1_0000_1000L, 0, 128, 0, 0);
        assertThat(VulkanImage.explicitLayout(nv12(Modifier.LINEAR), dirty).toArray(ValueLayout.JAVA_LONG))
                .startsWith(1000158004, 0, 0, 2);
    }

    @Test
    void aModifierThatIsNotStatedIsRefused() {
        assertThatThrownBy(() -> VulkanImage.explicitLayout(nv12(Modifier.INVALID), arena))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Vulkan needs the modifier of a picture, and that of 64x32 NV12 INVALID is not " + "stated");
    }

    @Test
    void aFormatThatVulkanLacksIsRefused() {
        assertThat(VulkanFormat.find(DrmFormat.NV21)).isEmpty();
        assertThat(VulkanFormat.find(DrmFormat.C8)).isEmpty();
        assertThatThrownBy(() -> VulkanFormat.of(DrmFormat.NV21))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vulkan has no format that is equal to NV21");
    }
}
