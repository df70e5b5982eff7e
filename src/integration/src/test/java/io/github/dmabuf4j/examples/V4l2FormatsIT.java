// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples;

import static io.github.dmabuf4j.support.KernelFeature.VIVID;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.examples.camera.gen.v4l2_fmtdesc;
import io.github.dmabuf4j.examples.camera.gen.v4l2_format;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.V4l2Fourcc;
import io.github.dmabuf4j.frame.interop.V4l2SinglePlanar;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The layouts of V4L2 against the kernel's test camera, which computes the sizes of all its formats itself. */
@RealKernel
@Needs(VIVID)
class V4l2FormatsIT {
    private static final Ioctl ENUM_FMT = new Ioctl("VIDIOC_ENUM_FMT", V4l2.VIDIOC_ENUM_FMT(), v4l2_fmtdesc.layout());
    private static final Ioctl S_FMT = new Ioctl("VIDIOC_S_FMT", V4l2.VIDIOC_S_FMT(), v4l2_format.layout());
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int PADDING = 256;

    /** The words of struct v4l2_pix_format, and the index of one. */
    private static final int PIX_FORMAT_WORDS = 12;

    private static final int BYTES_PER_LINE = 4;

    private final Arena arena = Arena.ofAuto();

    private List<Integer> formats(Device camera) throws IOException {
        List<Integer> codes = new ArrayList<>();
        MemorySegment format = v4l2_fmtdesc.allocate(arena);
        try {
            while (true) {
                v4l2_fmtdesc.index(format, codes.size());
                v4l2_fmtdesc.type(format, V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE());
                camera.ioctl(ENUM_FMT, format);
                codes.add(v4l2_fmtdesc.pixelformat(format));
            }
        } catch (DmaBufException end) {
            assertThat(end.errno()).isEqualTo(Errno.EINVAL);
        }
        return codes;
    }

    /** Sets a format. Returns what the driver has made of it. */
    private MemorySegment set(Device camera, FrameLayout layout) throws IOException {
        MemorySegment format = v4l2_format.allocate(arena);
        v4l2_format.type(format, V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE());
        MemorySegment picture = v4l2_format.fmt.pix(v4l2_format.fmt(format));
        V4l2SinglePlanar.write(layout, picture);
        camera.ioctl(S_FMT, format);
        return picture;
    }

    @Test
    void theDriverComputesTheSameSizesAndKeepsThePitch() throws IOException {
        Set<DrmFormat> checked = EnumSet.noneOf(DrmFormat.class);
        try (Device camera = Device.open(VividControls.camera())) {
            for (int code : formats(camera)) {
                DrmFormat format = V4l2Fourcc.find(code).orElse(null);
                if (format != null && V4l2Fourcc.code(format) == code) {
                    check(camera, FrameLayout.linear(format, WIDTH, HEIGHT));
                    check(camera, padded(format));
                    checked.add(format);
                }
            }
        }
        assertThat(checked)
                .hasSizeGreaterThan(30)
                .contains(DrmFormat.XRGB8888, DrmFormat.BGR888, DrmFormat.YUYV, DrmFormat.NV12, DrmFormat.NV24)
                .contains(DrmFormat.YUV420, DrmFormat.YVU420, DrmFormat.YUV422, DrmFormat.R8);
    }

    /** With a pitch that is not that of the rows; those of chroma follow from it. */
    private FrameLayout padded(DrmFormat format) {
        MemorySegment picture = arena.allocate(JAVA_INT, PIX_FORMAT_WORDS);
        FrameLayout tight = FrameLayout.linear(format, WIDTH, HEIGHT);
        V4l2SinglePlanar.write(tight, picture);
        int pitch = (int) tight.planes().getFirst().pitch();
        picture.setAtIndex(JAVA_INT, BYTES_PER_LINE, pitch + PADDING);
        return V4l2SinglePlanar.read(picture);
    }

    private void check(Device camera, FrameLayout layout) throws IOException {
        MemorySegment picture = set(camera, layout);
        FrameLayout answer = V4l2SinglePlanar.read(picture);
        assertThat(answer.withColor(layout.color())).isEqualTo(layout);
        assertThat(V4l2SinglePlanar.bufferBytes(picture)).as("%s", layout).isEqualTo(layout.bufferBytes(0));
        // The camera decides about colour: that of its input for a webcam, sRGB.
        assertThat(answer.color().primaries()).as("%s", layout).isEqualTo(1);
    }
}
