// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.gen.v4l2.V4l2;
import io.github.dmabuf4j.internal.gen.v4l2.v4l2_pix_format;
import java.lang.foreign.MemorySegment;

/**
 * Layouts as V4L2's single-planar interface describes them: {@code struct v4l2_pix_format}, the member {@code pix} of
 * {@code struct v4l2_format}. All planes lie in one buffer.
 *
 * <p>The structure has the pitch of the first plane alone ({@code bytesperline}). The other planes follow it. The pitch of another plane is in
 * proportion: the same for {@link DrmFormat#NV12}, half for {@link DrmFormat#YUV420}, rounded up.
 *
 * <p>Who owns what: nothing here has a descriptor. {@code VIDIOC_QBUF} takes one by its number
 * ({@link io.github.dmabuf4j.DmaBuf#holdFd} for the time of the call); the driver has a reference of its own to the buffer then.
 *
 * <p>Any thread may call any method.
 */
public final class V4l2SinglePlanar {
    private V4l2SinglePlanar() {}

    /**
     * Reads the layout that a driver has set ({@code VIDIOC_G_FMT}, {@code VIDIOC_S_FMT}).
     *
     * @param picture memory that begins with a {@code struct v4l2_pix_format}
     * @return the layout, linear, in one buffer
     * @throws IllegalArgumentException when the format is not equal to a DRM format, {@code bytesperline} is 0 or less than a row, or
     *     the size is 0
     * @throws IndexOutOfBoundsException when the memory is smaller than the structure
     */
    public static FrameLayout read(MemorySegment picture) {
        DrmFormat format = V4l2Fourcc.format(v4l2_pix_format.pixelformat(picture));
        int width = v4l2_pix_format.width(picture);
        int height = v4l2_pix_format.height(picture);
        long bytesPerLine = Integer.toUnsignedLong(v4l2_pix_format.bytesperline(picture));
        return new FrameLayout(
                width,
                height,
                format,
                Modifier.LINEAR,
                V4l2Planes.inOneBuffer(format, width, height, bytesPerLine),
                color(picture, format));
    }

    private static FrameColor color(MemorySegment picture, DrmFormat format) {
        // Programs and drivers of before 3.17 leave the fields behind it as they are.
        boolean extended = v4l2_pix_format.priv(picture) == V4l2.V4L2_PIX_FMT_PRIV_MAGIC();
        V4l2Color color = new V4l2Color(
                v4l2_pix_format.colorspace(picture),
                extended ? v4l2_pix_format.xfer_func(picture) : 0,
                extended ? v4l2_pix_format.ycbcr_enc(picture) : 0,
                extended ? v4l2_pix_format.quantization(picture) : 0);
        return color.of(format);
    }

    /**
     * Returns the size that the driver wants a buffer to have. It can be more than the picture takes.
     *
     * @param picture memory that begins with a {@code struct v4l2_pix_format}
     * @return {@code sizeimage}, in bytes
     */
    public static long bufferBytes(MemorySegment picture) {
        return Integer.toUnsignedLong(v4l2_pix_format.sizeimage(picture));
    }

    /**
     * Writes a layout, for {@code VIDIOC_S_FMT}; the driver may set another one. All fields are written. A capture device
     * decides about colour itself, unless the program also sets {@code V4L2_PIX_FMT_FLAG_SET_CSC}.
     *
     * @param layout a layout with rows, in one buffer
     * @param picture memory that begins with a {@code struct v4l2_pix_format}
     * @throws IllegalArgumentException when V4L2 cannot describe the layout: the format, several buffers, the place of a plane, the
     *     colours, or a modifier
     * @throws IndexOutOfBoundsException when the memory is smaller than the structure
     */
    public static void write(FrameLayout layout, MemorySegment picture) {
        if (layout.buffers() > 1) {
            throw new IllegalArgumentException("the planes lie in " + layout.buffers()
                    + " buffers, but V4L2's single-planar interface has one: use V4l2MultiPlanar");
        }
        int code = V4l2Fourcc.code(layout.format());
        int bytesPerLine = V4l2Planes.bytesPerLine(layout);
        int sizeImage = V4l2Planes.sizeImage(layout, 0);
        V4l2Color color = V4l2Color.of(layout.color());
        picture.asSlice(0, v4l2_pix_format.layout()).fill((byte) 0);
        v4l2_pix_format.width(picture, layout.width());
        v4l2_pix_format.height(picture, layout.height());
        v4l2_pix_format.pixelformat(picture, code);
        v4l2_pix_format.field(picture, V4l2.V4L2_FIELD_NONE());
        v4l2_pix_format.bytesperline(picture, bytesPerLine);
        v4l2_pix_format.sizeimage(picture, sizeImage);
        v4l2_pix_format.priv(picture, V4l2.V4L2_PIX_FMT_PRIV_MAGIC());
        v4l2_pix_format.colorspace(picture, color.space());
        v4l2_pix_format.xfer_func(picture, color.transfer());
        v4l2_pix_format.ycbcr_enc(picture, color.encoding());
        v4l2_pix_format.quantization(picture, color.quantization());
    }
}
