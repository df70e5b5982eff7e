// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.frame.interop.EglImport;
import io.github.dmabuf4j.testing.MemfdAllocator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EXTImageDMABufImport;
import org.lwjgl.egl.EXTImageDMABufImportModifiers;

/** The library's numbers of EGL are those that LWJGL has from the registry of EGL. */
class EglConstantsTest {
    /** Of a vendor, so that a frame may have four planes. */
    private static final Modifier TILED = new Modifier(0x0100_0002_0000_0003L);

    private static final int HIGH = 0x0100_0002;
    private static final int LOW = 3;

    private static Map<Integer, Integer> attributes(FrameColor color) throws IOException {
        List<FramePlane> planes = List.of(
                new FramePlane(0, 0, 64),
                new FramePlane(0, 1024, 65),
                new FramePlane(0, 2048, 66),
                new FramePlane(0, 3072, 67));
        FrameLayout layout = new FrameLayout(16, 8, DrmFormat.NV12, TILED, planes, color);
        try (BufferAllocator allocator = MemfdAllocator.open();
                Frame frame = Frame.owning(layout, List.of(allocator.allocate(4096)));
                EglImport source = EglImport.of(frame)) {
            int[] list = source.attributes();
            Map<Integer, Integer> pairs = new LinkedHashMap<>();
            for (int i = 0; i + 1 < list.length; i += 2) {
                pairs.put(list[i], list[i + 1]);
            }
            assertThat(list[list.length - 1]).isEqualTo(EGL10.EGL_NONE);
            int fd = pairs.get(EXTImageDMABufImport.EGL_DMA_BUF_PLANE0_FD_EXT);
            assertThat(fd).isEqualTo(frame.buffer(0).fd());
            for (int attribute : List.of(
                    EXTImageDMABufImport.EGL_DMA_BUF_PLANE0_FD_EXT,
                    EXTImageDMABufImport.EGL_DMA_BUF_PLANE1_FD_EXT,
                    EXTImageDMABufImport.EGL_DMA_BUF_PLANE2_FD_EXT,
                    EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE3_FD_EXT)) {
                assertThat(pairs.remove(attribute)).isEqualTo(fd);
            }
            return pairs;
        }
    }

    @Test
    void theAttributesOfAPicture() throws IOException {
        assertThat(EglImport.TARGET).isEqualTo(EXTImageDMABufImport.EGL_LINUX_DMA_BUF_EXT);
        Map<Integer, Integer> expected = new LinkedHashMap<>();
        expected.put(EGL10.EGL_WIDTH, 16);
        expected.put(EGL10.EGL_HEIGHT, 8);
        expected.put(EXTImageDMABufImport.EGL_LINUX_DRM_FOURCC_EXT, DrmFormat.NV12.code());
        expected.put(EXTImageDMABufImport.EGL_DMA_BUF_PLANE0_OFFSET_EXT, 0);
        expected.put(EXTImageDMABufImport.EGL_DMA_BUF_PLANE0_PITCH_EXT, 64);
        expected.put(EXTImageDMABufImport.EGL_DMA_BUF_PLANE1_OFFSET_EXT, 1024);
        expected.put(EXTImageDMABufImport.EGL_DMA_BUF_PLANE1_PITCH_EXT, 65);
        expected.put(EXTImageDMABufImport.EGL_DMA_BUF_PLANE2_OFFSET_EXT, 2048);
        expected.put(EXTImageDMABufImport.EGL_DMA_BUF_PLANE2_PITCH_EXT, 66);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE3_OFFSET_EXT, 3072);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE3_PITCH_EXT, 67);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE0_MODIFIER_LO_EXT, LOW);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE0_MODIFIER_HI_EXT, HIGH);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE1_MODIFIER_LO_EXT, LOW);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE1_MODIFIER_HI_EXT, HIGH);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE2_MODIFIER_LO_EXT, LOW);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE2_MODIFIER_HI_EXT, HIGH);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE3_MODIFIER_LO_EXT, LOW);
        expected.put(EXTImageDMABufImportModifiers.EGL_DMA_BUF_PLANE3_MODIFIER_HI_EXT, HIGH);
        assertThat(attributes(FrameColor.UNSPECIFIED)).isEqualTo(expected);
    }

    @Test
    void theHintsOfColour() throws IOException {
        hints(
                1,
                ColorRange.LIMITED,
                EXTImageDMABufImport.EGL_ITU_REC709_EXT,
                EXTImageDMABufImport.EGL_YUV_NARROW_RANGE_EXT);
        hints(6, ColorRange.FULL, EXTImageDMABufImport.EGL_ITU_REC601_EXT, EXTImageDMABufImport.EGL_YUV_FULL_RANGE_EXT);
        hints(
                9,
                ColorRange.FULL,
                EXTImageDMABufImport.EGL_ITU_REC2020_EXT,
                EXTImageDMABufImport.EGL_YUV_FULL_RANGE_EXT);
    }

    private static void hints(int matrix, ColorRange range, int space, int sampleRange) throws IOException {
        assertThat(attributes(new FrameColor(2, 2, matrix, range)))
                .containsEntry(EXTImageDMABufImport.EGL_YUV_COLOR_SPACE_HINT_EXT, space)
                .containsEntry(EXTImageDMABufImport.EGL_SAMPLE_RANGE_HINT_EXT, sampleRange);
    }
}
