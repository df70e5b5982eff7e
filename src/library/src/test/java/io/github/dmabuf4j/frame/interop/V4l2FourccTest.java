// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePixels;
import io.github.dmabuf4j.internal.standin.StandIn;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V4l2FourccTest {
    private static int code(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    /** The bytes of a pixel in memory, as the kernel's documentation of V4L2 has them; X is a byte that is not read. */
    @ParameterizedTest
    @CsvSource({
        "RGB3, RGB",
        "BGR3, BGR",
        "AR24, BGRA",
        "XR24, BGRX",
        "RA24, ABGR",
        "RX24, XBGR",
        "AB24, RGBA",
        "XB24, RGBX",
        "BA24, ARGB",
        "BX24, XRGB",
        "BGR4, BGRX",
        "RGB4, XRGB",
    })
    void thePixelIsReadInTheByteOrderOfV4l2(String fourcc, String memory) throws IOException {
        DrmFormat format = V4l2Fourcc.format(code(fourcc));
        StandIn.allow();
        try (DmaBuf buffer = DmaBuf.adopt(StandIn.create(4096));
                Frame frame = Frame.of(FrameLayout.linear(format, 1, 1), List.of(buffer))) {
            try (FrameAccess access = frame.access(Access.WRITE)) {
                MemorySegment pixel = access.row(0, 0);
                assertThat(pixel.byteSize()).isEqualTo(memory.length());
                for (int i = 0; i < memory.length(); i++) {
                    pixel.set(ValueLayout.JAVA_BYTE, i, (byte) (0x10 * (1 + "RGBAX".indexOf(memory.charAt(i)))));
                }
            }
            int[] row = new int[1];
            try (FrameAccess access = frame.access(Access.READ)) {
                FramePixels.of(frame.layout()).readRow(access, 0, row);
            }
            int alpha = memory.contains("A") ? 0x40 : 0xff;
            assertThat(row[0]).isEqualTo(alpha << 24 | 0x102030);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RGB1, RGB332",
        "AR12, ARGB4444",
        "RX12, RGBX4444",
        "GA12, BGRA4444",
        "R444, XRGB4444",
        "AR15, ARGB1555",
        "RGBO, XRGB1555",
        "RGBP, RGB565",
        "GREY, R8",
        "'Y10 ', R10",
        "'Y12 ', R12",
        "'Y16 ', R16",
        "YUYV, YUYV",
        "VYUY, VYUY",
        "YUV3, VUY888",
        "VUYA, AYUV",
        "VUYX, XYUV8888",
        "NV12, NV12",
        "NV42, NV42",
        "P010, P010",
        "YU12, YUV420",
        "YV12, YVU420",
        "YUV9, YUV410",
        "YVU9, YVU410",
        "411P, YUV411",
        "422P, YUV422",
        "NM12, NV12",
        "NM61, NV61",
        "YM12, YUV420",
        "YM21, YVU420",
        "YM16, YUV422",
        "YM61, YVU422",
        "YM24, YUV444",
        "YM42, YVU444",
    })
    void theNumberOfV4l2MeansADrmFormat(String fourcc, DrmFormat format) {
        assertThat(V4l2Fourcc.format(code(fourcc))).isEqualTo(format);
        assertThat(V4l2Fourcc.find(code(fourcc))).contains(format);
    }

    @Test
    void everyFormatThatHasANumberIsReadBackFromIt() {
        int found = 0;
        for (DrmFormat format : DrmFormat.values()) {
            try {
                assertThat(V4l2Fourcc.format(V4l2Fourcc.code(format))).isEqualTo(format);
                found++;
            } catch (IllegalArgumentException none) {
                assertThat(none).hasMessage("V4L2 has no format that is equal to " + format);
            }
        }
        assertThat(found).isEqualTo(52);
    }

    @Test
    void ofTheOldAndTheNewNumberTheNewOneIsWritten() {
        assertThat(V4l2Fourcc.code(DrmFormat.XRGB8888)).isEqualTo(code("XR24"));
        assertThat(V4l2Fourcc.code(DrmFormat.XRGB4444)).isEqualTo(code("XR12"));
        assertThat(V4l2Fourcc.code(DrmFormat.NV12)).isEqualTo(code("NV12"));
        assertThat(V4l2Fourcc.codeOfSeparatePlanes(DrmFormat.NV12)).isEqualTo(code("NM12"));
        assertThat(V4l2Fourcc.codeOfSeparatePlanes(DrmFormat.YUV444)).isEqualTo(code("YM24"));
    }

    /** V4L2's AYUV has its bytes in the other order than DRM's. */
    @ParameterizedTest
    @CsvSource({"AYUV", "MJPG", "BA81", "HM12", "RGBR"})
    void whatIsNotEqualIsRefused(String fourcc) {
        assertThat(V4l2Fourcc.find(code(fourcc))).isEmpty();
        assertThatThrownBy(() -> V4l2Fourcc.format(code(fourcc)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("V4L2 format 0x[0-9a-f]{8} \\('" + fourcc + "'\\) is not equal to a DRM format .*");
    }

    @Test
    void aNumberThatIsNotTextIsShownEscaped() {
        assertThatThrownBy(() -> V4l2Fourcc.format(0x1b5d_3007))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("V4L2 format 0x1b5d3007 (")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\u001b", "\u0007"));
    }

    @Test
    void aFormatWithoutSeparatePlanesIsRefused() {
        assertThatThrownBy(() -> V4l2Fourcc.codeOfSeparatePlanes(DrmFormat.NV24))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("V4L2 has no format that is equal to NV24 with its planes in separate buffers");
    }
}
