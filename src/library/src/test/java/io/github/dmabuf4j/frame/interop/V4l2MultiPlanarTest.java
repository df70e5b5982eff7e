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

/** The structure is packed: 5 words, 8 planes of 20 bytes, then bytes from 180 on. */
class V4l2MultiPlanarTest {
    private static final int NM12 = 0x32314d4e;
    private static final int NV12 = 0x3231564e;
    private static final int BYTES = 192;
    private static final int PLANE = 20;
    private static final int COUNT = 180;

    private final MemorySegment picture = Arena.ofAuto().allocate(BYTES, Integer.BYTES);

    private static FrameLayout layout(FramePlane luma, FramePlane chroma) {
        return new FrameLayout(64, 32, DrmFormat.NV12, Modifier.LINEAR, List.of(luma, chroma), FrameColor.BT709);
    }

    private void set(int format, int buffers) {
        picture.fill((byte) 0);
        picture.set(ValueLayout.JAVA_INT, 0, 64);
        picture.set(ValueLayout.JAVA_INT, 4, 32);
        picture.set(ValueLayout.JAVA_INT, 8, format);
        picture.set(ValueLayout.JAVA_INT, 16, 3); // V4L2_COLORSPACE_REC709
        picture.set(ValueLayout.JAVA_BYTE, COUNT, (byte) buffers);
    }

    private void plane(int index, int sizeImage, int bytesPerLine) {
        picture.set(ValueLayout.JAVA_INT, PLANE + index * PLANE, sizeImage);
        picture.set(ValueLayout.JAVA_INT, PLANE + index * PLANE + 4, bytesPerLine);
    }

    @Test
    void eachPlaneHasItsBuffer() {
        set(NM12, 2);
        plane(0, 5000, 128);
        plane(1, 3000, 64);

        assertThat(V4l2MultiPlanar.read(picture))
                .isEqualTo(layout(new FramePlane(0, 0, 128), new FramePlane(1, 0, 64)));
        assertThat(V4l2MultiPlanar.bufferBytes(picture, 0)).isEqualTo(5000);
        assertThat(V4l2MultiPlanar.bufferBytes(picture, 1)).isEqualTo(3000);
        assertThatThrownBy(() -> V4l2MultiPlanar.bufferBytes(picture, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFormatOfOneBufferHasAllPlanesInIt() {
        set(NV12, 1);
        plane(0, 5000, 128);

        assertThat(V4l2MultiPlanar.read(picture))
                .isEqualTo(layout(new FramePlane(0, 0, 128), new FramePlane(0, 4096, 128)));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        picture.fill((byte) -1);
        FrameLayout separate = layout(new FramePlane(0, 0, 128), new FramePlane(1, 0, 64));
        V4l2MultiPlanar.write(separate, picture);

        assertThat(picture.get(ValueLayout.JAVA_INT, 8)).isEqualTo(NM12);
        assertThat(picture.asSlice(COUNT, 12).toArray(ValueLayout.JAVA_BYTE))
                // 2 buffers, no flags, V4L2_YCBCR_ENC_709, V4L2_QUANTIZATION_LIM_RANGE, V4L2_XFER_FUNC_709
                .containsExactly(2, 0, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0);
        assertThat(V4l2MultiPlanar.bufferBytes(picture, 0)).isEqualTo(4096);
        assertThat(V4l2MultiPlanar.bufferBytes(picture, 1)).isEqualTo(1024);
        assertThat(V4l2MultiPlanar.read(picture)).isEqualTo(separate);

        FrameLayout together = layout(new FramePlane(0, 0, 64), new FramePlane(0, 2048, 64));
        V4l2MultiPlanar.write(together, picture);
        assertThat(picture.get(ValueLayout.JAVA_INT, 8)).isEqualTo(NV12);
        assertThat(V4l2MultiPlanar.bufferBytes(picture, 0)).isEqualTo(3072);
        assertThat(V4l2MultiPlanar.read(picture)).isEqualTo(together);
    }

    @Test
    void anotherNumberOfBuffersThanTheFormatHasIsRefused() {
        set(NM12, 1);
        plane(0, 0, 64);
        assertThatThrownBy(() -> V4l2MultiPlanar.read(picture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("num_planes is 1, but this format of V4L2 for NV12 has 2 buffers");
        set(NV12, 255);
        plane(0, 0, 64);
        assertThatThrownBy(() -> V4l2MultiPlanar.read(picture))
                .hasMessage("num_planes is 255, but this format of V4L2 for NV12 has 1 buffer");
        assertThatThrownBy(() -> V4l2MultiPlanar.bufferBytes(picture, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aPlaneWithoutPitchIsRefused() {
        set(NM12, 2);
        plane(0, 0, 64);
        assertThatThrownBy(() -> V4l2MultiPlanar.read(picture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bytesperline of plane 1 is 0");
    }

    @Test
    void aPlaneBehindTheStartOfItsBufferCannotBeDescribed() {
        picture.fill((byte) 0);
        assertThatThrownBy(() ->
                        V4l2MultiPlanar.write(layout(new FramePlane(0, 0, 64), new FramePlane(1, 64, 64)), picture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plane 1 lies at offset 64 of buffer 1, but V4L2 expects it at the start of buffer 1");
        assertThatThrownBy(() ->
                        V4l2MultiPlanar.write(layout(new FramePlane(1, 0, 64), new FramePlane(0, 0, 64)), picture))
                .hasMessage("plane 0 lies at offset 0 of buffer 1, but V4L2 expects it at the start of buffer 0");
        assertThat(picture.toArray(ValueLayout.JAVA_INT)).containsOnly(0);
    }
}
