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
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V4l2SinglePlanarTest {
    private static final int NV12 = 0x3231564e;
    private static final int XR24 = 0x34325258;
    private static final int BYTES = 48;
    private static final int MAGIC = 0xfeedcafe;

    private final MemorySegment picture = Arena.ofAuto().allocate(BYTES, Integer.BYTES);

    /** The words of struct v4l2_pix_format: width, height, format, field, bytesperline, sizeimage, colorspace, priv, flags, ... */
    private FrameLayout read(int... words) {
        MemorySegment.copy(words, 0, picture, ValueLayout.JAVA_INT, 0, words.length);
        return V4l2SinglePlanar.read(picture);
    }

    private int[] written(FrameLayout layout) {
        picture.fill((byte) -1);
        V4l2SinglePlanar.write(layout, picture);
        return picture.toArray(ValueLayout.JAVA_INT);
    }

    private static FrameLayout layout(DrmFormat format, Modifier modifier, FramePlane... planes) {
        return new FrameLayout(64, 32, format, modifier, List.of(planes), FrameColor.UNSPECIFIED);
    }

    @Test
    void theChromaOfNv12HasThePitchOfLuma() {
        FrameLayout layout = read(100, 50, NV12, 1, 128, 12345, 0, 0, 0);

        assertThat(layout).hasToString("100x50 NV12 LINEAR");
        assertThat(layout.planes()).containsExactly(new FramePlane(0, 0, 128), new FramePlane(0, 6400, 128));
        assertThat(layout.color()).isEqualTo(FrameColor.UNSPECIFIED);
        assertThat(V4l2SinglePlanar.bufferBytes(picture)).isEqualTo(12345);
    }

    /** By the factor of the samples: half, a quarter, twice. An odd pitch is rounded up, as odd widths are. */
    @ParameterizedTest
    @CsvSource({
        "YUV420, 101, 51, 104, 52, 5304",
        "YUV420, 101, 51, 101, 51, 5151",
        "YUV410, 100, 51, 120, 30, 6120",
        "YUV422, 100, 50, 128, 64, 6400",
        "NV24, 100, 50, 128, 256, 6400",
        "NV16, 101, 50, 102, 102, 5100",
        "P010, 100, 50, 256, 256, 12800",
    })
    void thePitchOfChromaFollowsFromThatOfLuma(
            DrmFormat format, int width, int height, int bytesPerLine, int chromaPitch, int chromaOffset) {
        FrameLayout layout = read(width, height, V4l2Fourcc.code(format), 1, bytesPerLine, 0, 0, 0, 0);

        assertThat(layout.planes().get(1)).isEqualTo(new FramePlane(0, chromaOffset, chromaPitch));
        V4l2SinglePlanar.write(layout, picture);
        assertThat(V4l2SinglePlanar.read(picture)).isEqualTo(layout);
    }

    @Test
    void theColoursOfAnExtendedFormatAreRead() {
        // V4L2_COLORSPACE_REC709, the magic number, no flags, V4L2_YCBCR_ENC_601, full range, V4L2_XFER_FUNC_SRGB
        FrameLayout layout = read(64, 32, NV12, 1, 64, 3072, 3, MAGIC, 0, 1, 1, 2);
        assertThat(layout.color()).isEqualTo(AvDrmFrame.color(1, 13, 6, 2));
    }

    @Test
    void withoutTheMagicNumberTheFieldsBehindItMeanNothing() {
        FrameLayout layout = read(64, 32, NV12, 1, 64, 3072, 3, 0, 77, 1, 1, 2);
        assertThat(layout.color()).isEqualTo(FrameColor.BT709);
    }

    @Test
    void everyFieldIsWritten() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 64, 32, 512).withColor(FrameColor.SRGB);

        // V4L2_COLORSPACE_SRGB, V4L2_QUANTIZATION_FULL_RANGE, V4L2_XFER_FUNC_SRGB
        assertThat(written(layout)).containsExactly(64, 32, XR24, 1, 512, 16384, 8, MAGIC, 0, 0, 1, 2);
        assertThat(V4l2SinglePlanar.read(picture)).isEqualTo(layout);
    }

    @Test
    void aPlaneAtAnotherPlaceCannotBeDescribed() {
        FrameLayout gap =
                layout(DrmFormat.NV12, Modifier.LINEAR, new FramePlane(0, 0, 64), new FramePlane(0, 4096, 64));
        FrameLayout pitch =
                layout(DrmFormat.NV12, Modifier.LINEAR, new FramePlane(0, 0, 64), new FramePlane(0, 2048, 128));
        FrameLayout late = layout(DrmFormat.XRGB8888, Modifier.LINEAR, new FramePlane(0, 64, 256));

        assertThatThrownBy(() -> V4l2SinglePlanar.write(gap, picture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plane 1 has offset 4096 and pitch 64, but V4L2, which states the pitch of plane 0 alone, "
                        + "expects offset 2048 and pitch 64");
        assertThatThrownBy(() -> V4l2SinglePlanar.write(pitch, picture))
                .hasMessageStartingWith("plane 1 has offset 2048 and pitch 128, but V4L2");
        assertThatThrownBy(() -> V4l2SinglePlanar.write(late, picture))
                .hasMessageStartingWith("plane 0 has offset 64 and pitch 256, but V4L2");
    }

    @Test
    void whatV4l2HasNoWordForIsRefused() {
        Modifier tiled = new Modifier(0x0100_0000_0000_0001L);
        FrameLayout linear = FrameLayout.linear(DrmFormat.XRGB8888, 64, 32);

        assertThatThrownBy(() ->
                        V4l2SinglePlanar.write(layout(DrmFormat.XRGB8888, tiled, new FramePlane(0, 0, 256)), picture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("V4L2 cannot describe 64x32 XRGB8888 I915_X_TILED: it has no modifiers");
        assertThatThrownBy(() -> V4l2SinglePlanar.write(FrameLayout.linear(DrmFormat.P210, 64, 32), picture))
                .hasMessage("V4L2 has no format that is equal to P210");
        assertThatThrownBy(() -> V4l2SinglePlanar.write(
                        layout(DrmFormat.NV12, Modifier.LINEAR, new FramePlane(0, 0, 64), new FramePlane(1, 0, 64)),
                        picture))
                .hasMessage("the planes lie in 2 buffers, but V4L2's single-planar interface has one: "
                        + "use V4l2MultiPlanar");
        assertThatThrownBy(() -> V4l2SinglePlanar.write(linear.withColor(AvDrmFrame.color(9, 18, 9, 1)), picture))
                .hasMessageStartingWith("V4L2 has no transfer characteristics for code point 18 of H.273");
        assertThatThrownBy(() -> V4l2SinglePlanar.write(
                        layout(DrmFormat.XRGB8888, Modifier.LINEAR, new FramePlane(0, 0, 0x0fff_ffff)), picture))
                .hasMessage("the picture takes 8589934560 bytes in buffer 0, but V4L2 has 32 bits for the size of a "
                        + "picture");
        assertThat(picture.toArray(ValueLayout.JAVA_INT))
                .as("what was refused is not written")
                .containsOnly(0);
    }

    @Test
    void aFormatThatIsNotSetIsRefused() {
        assertThatThrownBy(() -> read(64, 32, NV12, 1, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytesperline of plane 0 is 0: read the format after the driver has set it (VIDIOC_G_FMT, "
                        + "VIDIOC_S_FMT)");
        assertThatThrownBy(() -> read(64, 32, NV12, 1, 32, 0, 0, 0))
                .hasMessage("plane 0: a pitch of 32 bytes is less than a row, which has 64");
        assertThatThrownBy(() -> read(0, 32, NV12, 1, 32, 0, 0, 0))
                .hasMessage("the width and the height of a picture must be at least 1 pixel, not 0x32");
        assertThatThrownBy(() -> read(64, -1, NV12, 1, 64, 0, 0, 0))
                .hasMessage("the width and the height of a picture must be at least 1 pixel, not 64x-1");
        assertThatThrownBy(() -> read(64, 0, NV12, 1, 0, 0, 0, 0))
                .hasMessage("the width and the height of a picture must be at least 1 pixel, not 64x0");
        assertThatThrownBy(() -> V4l2SinglePlanar.read(picture.asSlice(0, 8)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
