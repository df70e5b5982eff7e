// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.gen.v4l2.V4l2;
import io.github.dmabuf4j.internal.gen.v4l2.v4l2_pix_format_mplane;
import io.github.dmabuf4j.internal.gen.v4l2.v4l2_plane_pix_format;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Layouts as V4L2's multi-planar interface describes them: {@code struct v4l2_pix_format_mplane}, the member {@code pix_mp} of
 * {@code struct v4l2_format}.
 *
 * <p>A plane of this interface is a buffer. Formats such as {@code NV12M} have a buffer for each plane of the picture, with a pitch
 * each. Others, such as {@code NV12}, have all planes of the picture in one buffer, as {@link V4l2SinglePlanar} describes.
 *
 * <p>Who owns what: nothing here has a descriptor. {@code VIDIOC_QBUF} takes one for each buffer by its number
 * ({@link io.github.dmabuf4j.DmaBuf#holdFd} for the time of the call); the driver has references of its own to the buffers then. What a
 * driver puts before the picture in a buffer ({@code data_offset} of {@code struct v4l2_plane}) is not in a format: add it to the offset.
 *
 * <p>Any thread may call any method.
 */
public final class V4l2MultiPlanar {
    private V4l2MultiPlanar() {}

    /**
     * Reads the layout that a driver has set ({@code VIDIOC_G_FMT}, {@code VIDIOC_S_FMT}).
     *
     * @param picture memory that begins with a {@code struct v4l2_pix_format_mplane}
     * @return the layout, linear
     * @throws IllegalArgumentException when the format is not equal to a DRM format or has another number of buffers, a
     *     {@code bytesperline} is 0 or less than a row, or the size is 0
     * @throws IndexOutOfBoundsException when the memory is smaller than the structure
     */
    public static FrameLayout read(MemorySegment picture) {
        int code = v4l2_pix_format_mplane.pixelformat(picture);
        DrmFormat format = V4l2Fourcc.format(code);
        int buffers = V4l2Fourcc.isSeparate(code) ? format.planes() : 1;
        if (buffers(picture) != buffers) {
            throw new IllegalArgumentException("num_planes is " + buffers(picture) + ", but this format of V4L2 for "
                    + format + " has " + (buffers == 1 ? "1 buffer" : buffers + " buffers"));
        }
        int width = v4l2_pix_format_mplane.width(picture);
        int height = v4l2_pix_format_mplane.height(picture);
        return new FrameLayout(
                width,
                height,
                format,
                Modifier.LINEAR,
                buffers == 1
                        ? V4l2Planes.inOneBuffer(format, width, height, bytesPerLine(picture, 0))
                        : separate(picture, buffers),
                color(picture, format));
    }

    private static int buffers(MemorySegment picture) {
        return Byte.toUnsignedInt(v4l2_pix_format_mplane.num_planes(picture));
    }

    private static List<FramePlane> separate(MemorySegment picture, int buffers) {
        List<FramePlane> planes = new ArrayList<>();
        for (int buffer = 0; buffer < buffers; buffer++) {
            long bytesPerLine = bytesPerLine(picture, buffer);
            V4l2Planes.checkBytesPerLine(buffer, bytesPerLine);
            planes.add(new FramePlane(buffer, 0, bytesPerLine));
        }
        return planes;
    }

    private static MemorySegment plane(MemorySegment picture, int buffer) {
        return v4l2_plane_pix_format.asSlice(v4l2_pix_format_mplane.plane_fmt(picture), buffer);
    }

    private static long bytesPerLine(MemorySegment picture, int buffer) {
        return Integer.toUnsignedLong(v4l2_plane_pix_format.bytesperline(plane(picture, buffer)));
    }

    private static FrameColor color(MemorySegment picture, DrmFormat format) {
        V4l2Color color = new V4l2Color(
                v4l2_pix_format_mplane.colorspace(picture),
                Byte.toUnsignedInt(v4l2_pix_format_mplane.xfer_func(picture)),
                Byte.toUnsignedInt(v4l2_pix_format_mplane.ycbcr_enc(picture)),
                Byte.toUnsignedInt(v4l2_pix_format_mplane.quantization(picture)));
        return color.of(format);
    }

    /**
     * Returns the size that the driver wants a buffer to have. It can be more than the planes in it take.
     *
     * @param picture memory that begins with a {@code struct v4l2_pix_format_mplane}
     * @param buffer the index of the buffer
     * @return {@code sizeimage}, in bytes
     * @throws IndexOutOfBoundsException when the format has no such buffer
     */
    public static long bufferBytes(MemorySegment picture, int buffer) {
        Objects.checkIndex(buffer, Math.min(buffers(picture), V4l2.VIDEO_MAX_PLANES()));
        return Integer.toUnsignedLong(v4l2_plane_pix_format.sizeimage(plane(picture, buffer)));
    }

    /**
     * Writes a layout, for {@code VIDIOC_S_FMT}; the driver may set another one. All fields are written. A capture device
     * decides about colour itself, unless the program also sets {@code V4L2_PIX_FMT_FLAG_SET_CSC}.
     *
     * @param layout a layout with rows, in one buffer, or with a buffer for each plane
     * @param picture memory that begins with a {@code struct v4l2_pix_format_mplane}
     * @throws IllegalArgumentException when V4L2 cannot describe the layout: the format, the place of a plane, the colours, or a
     *     modifier
     * @throws IndexOutOfBoundsException when the memory is smaller than the structure
     */
    public static void write(FrameLayout layout, MemorySegment picture) {
        boolean separate = layout.buffers() > 1;
        int code = separate ? V4l2Fourcc.codeOfSeparatePlanes(layout.format()) : V4l2Fourcc.code(layout.format());
        List<Integer> pitches = separate ? separatePitches(layout) : List.of(V4l2Planes.bytesPerLine(layout));
        List<Integer> sizes = new ArrayList<>();
        for (int buffer = 0; buffer < pitches.size(); buffer++) {
            sizes.add(V4l2Planes.sizeImage(layout, buffer));
        }
        V4l2Color color = V4l2Color.of(layout.color());
        picture.asSlice(0, v4l2_pix_format_mplane.layout()).fill((byte) 0);
        v4l2_pix_format_mplane.width(picture, layout.width());
        v4l2_pix_format_mplane.height(picture, layout.height());
        v4l2_pix_format_mplane.pixelformat(picture, code);
        v4l2_pix_format_mplane.field(picture, V4l2.V4L2_FIELD_NONE());
        v4l2_pix_format_mplane.num_planes(picture, (byte) pitches.size());
        for (int buffer = 0; buffer < pitches.size(); buffer++) {
            v4l2_plane_pix_format.bytesperline(plane(picture, buffer), pitches.get(buffer));
            v4l2_plane_pix_format.sizeimage(plane(picture, buffer), sizes.get(buffer));
        }
        v4l2_pix_format_mplane.colorspace(picture, color.space());
        v4l2_pix_format_mplane.xfer_func(picture, (byte) color.transfer());
        v4l2_pix_format_mplane.ycbcr_enc(picture, (byte) color.encoding());
        v4l2_pix_format_mplane.quantization(picture, (byte) color.quantization());
    }

    private static List<Integer> separatePitches(FrameLayout layout) {
        V4l2Planes.checkRows(layout);
        List<Integer> pitches = new ArrayList<>();
        for (int plane = 0; plane < layout.planes().size(); plane++) {
            FramePlane where = layout.planes().get(plane);
            if (where.buffer() != plane || where.offset() != 0) {
                throw new IllegalArgumentException("plane " + plane + " lies at offset " + where.offset()
                        + " of buffer " + where.buffer() + ", but V4L2 expects it at the start of buffer " + plane);
            }
            pitches.add((int) where.pitch());
        }
        return pitches;
    }
}
