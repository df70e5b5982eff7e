// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A frame as FFmpeg describes it: {@code AVDRMFrameDescriptor}, to which {@code data[0]} of an {@code AVFrame} of the format
 * {@code AV_PIX_FMT_DRM_PRIME} points.
 *
 * <pre>{@code
 * try (AvDrmFrame descriptor = AvDrmFrame.of(frame)) {
 *     // The AVFrame: format AV_PIX_FMT_DRM_PRIME, data[0] the address descriptor.segment().address()
 *     av_hwframe_map(mapped, avFrame, AV_HWFRAME_MAP_READ);
 * }
 * }</pre>
 *
 * <p>Who owns the descriptors: FFmpeg does not take ownership of those that {@link #of} writes. They, and the structure, stay as they
 * are until this is closed, also if another thread closes the frame; close this when FFmpeg has let go of the {@code AVFrame}, for
 * example from the function that {@code av_buffer_create} is given. FFmpeg stays the owner of the descriptors that {@link #read} reads.
 * The returned frame has duplicates, and may stay open after the {@code AVFrame} is freed.
 *
 * <p>{@code av_hwframe_map} and {@code av_hwframe_transfer_data} of FFmpeg 5.1 do not look at the modifier: they read a picture of any
 * arrangement as rows.
 *
 * <p>May be used and closed by any thread. The structure is that of machines of 64 bits. Needs what {@link Frame} needs.
 */
public final class AvDrmFrame implements AutoCloseable {
    /** The bytes of an {@code AVDRMFrameDescriptor}. */
    public static final long BYTES = AvDrmLayouts.FRAME.byteSize();

    /** {@code AVCOL_RANGE_MPEG} and {@code AVCOL_RANGE_JPEG}. */
    private static final int LIMITED = 1;

    private static final int FULL = 2;

    private final FrameHolds holds = new FrameHolds();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment = arena.allocate(AvDrmLayouts.FRAME);

    private AvDrmFrame() {}

    /**
     * Describes a frame, and holds its descriptors. It has one layer, and an object for each buffer.
     *
     * @param frame a frame with open buffers
     * @return the descriptor, to be closed by the caller
     * @throws IllegalStateException when a buffer of the frame is closed
     */
    public static AvDrmFrame of(Frame frame) {
        AvDrmFrame descriptor = new AvDrmFrame();
        try {
            descriptor.writeObjects(frame);
            descriptor.writeLayer(frame.layout());
            return descriptor;
        } catch (Throwable failure) {
            descriptor.close();
            throw failure;
        }
    }

    private void writeObjects(Frame frame) {
        holds.hold(frame);
        List<DmaBuf> buffers = frame.buffers();
        AvDrmLayouts.number(segment, AvDrmLayouts.FRAME, "nb_objects", buffers.size());
        for (int i = 0; i < buffers.size(); i++) {
            MemorySegment object = AvDrmLayouts.element(segment, AvDrmLayouts.FRAME, "objects", i);
            AvDrmLayouts.number(object, AvDrmLayouts.OBJECT, "fd", holds.fd(i));
            AvDrmLayouts.wide(
                    object, AvDrmLayouts.OBJECT, "size", buffers.get(i).size());
            long modifier = frame.layout().modifier().value();
            AvDrmLayouts.wide(object, AvDrmLayouts.OBJECT, "format_modifier", modifier);
        }
    }

    private void writeLayer(FrameLayout layout) {
        AvDrmLayouts.number(segment, AvDrmLayouts.FRAME, "nb_layers", 1);
        MemorySegment layer = AvDrmLayouts.element(segment, AvDrmLayouts.FRAME, "layers", 0);
        AvDrmLayouts.number(layer, AvDrmLayouts.LAYER, "format", layout.format().code());
        AvDrmLayouts.number(
                layer, AvDrmLayouts.LAYER, "nb_planes", layout.planes().size());
        for (int i = 0; i < layout.planes().size(); i++) {
            FramePlane where = layout.planes().get(i);
            MemorySegment plane = AvDrmLayouts.element(layer, AvDrmLayouts.LAYER, "planes", i);
            AvDrmLayouts.number(plane, AvDrmLayouts.PLANE, "object_index", where.buffer());
            AvDrmLayouts.wide(plane, AvDrmLayouts.PLANE, "offset", where.offset());
            AvDrmLayouts.wide(plane, AvDrmLayouts.PLANE, "pitch", where.pitch());
        }
    }

    /**
     * Returns the structure.
     *
     * @return an {@code AVDRMFrameDescriptor}, valid until this is closed
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Reads a frame of one layer. All its planes together are the picture then.
     *
     * @param descriptor the {@code AVDRMFrameDescriptor} of an {@code AVFrame} that stays as it is during the call, such as
     *     {@code MemorySegment.ofAddress(data0).reinterpret(AvDrmFrame.BYTES)}
     * @param width of the {@code AVFrame}, in pixels
     * @param height of the {@code AVFrame}, in pixels
     * @param color of the {@code AVFrame}: {@link #color}
     * @return a frame with duplicates of the descriptors, to be closed by the caller
     * @throws IllegalArgumentException when the descriptor has several layers, contradicts itself, or does not fit its buffers, or the
     *     library does not know the format
     * @throws IndexOutOfBoundsException when the memory is smaller than the structure
     * @throws DmaBufException as of {@link DmaBuf#duplicateOf}; no descriptor is left over then
     */
    public static Frame read(MemorySegment descriptor, int width, int height, FrameColor color) throws DmaBufException {
        AvDrmReader reader = new AvDrmReader(descriptor);
        return reader.frame(reader.format(), width, height, color);
    }

    /**
     * Reads a frame whose planes are layers of their own, as drivers of VA-API export them: {@code R8} and {@code GR88} for
     * {@link DrmFormat#NV12}.
     *
     * @param descriptor as of {@link #read(MemorySegment, int, int, FrameColor)}
     * @param format the format of the whole picture, as {@code sw_format} of the {@code AVHWFramesContext} states
     * @param width of the {@code AVFrame}, in pixels
     * @param height of the {@code AVFrame}, in pixels
     * @param color of the {@code AVFrame}: {@link #color}
     * @return a frame with duplicates of the descriptors, to be closed by the caller
     * @throws IllegalArgumentException when the descriptor contradicts itself, the format, or its buffers
     * @throws IndexOutOfBoundsException when the memory is smaller than the structure
     * @throws DmaBufException as of {@link DmaBuf#duplicateOf}; no descriptor is left over then
     */
    public static Frame read(MemorySegment descriptor, DrmFormat format, int width, int height, FrameColor color)
            throws DmaBufException {
        return new AvDrmReader(descriptor).frame(format, width, height, color);
    }

    /**
     * Returns what an {@code AVFrame} says about colour. FFmpeg numbers primaries, transfer and matrix as H.273 does, so the fields of
     * a {@link FrameColor} can be set in an {@code AVFrame} as they are.
     *
     * @param primaries {@code color_primaries}
     * @param transfer {@code color_trc}
     * @param matrix {@code colorspace}
     * @param range {@code color_range}
     * @return the colours
     * @throws IllegalArgumentException when a number is not 0 to 255, or the range is not 0, 1 or 2
     */
    public static FrameColor color(int primaries, int transfer, int matrix, int range) {
        return new FrameColor(
                primaries,
                transfer,
                matrix,
                switch (range) {
                    case 0 -> ColorRange.UNSPECIFIED;
                    case LIMITED -> ColorRange.LIMITED;
                    case FULL -> ColorRange.FULL;
                    default -> throw new IllegalArgumentException("color_range must be 0, 1 or 2, not " + range);
                });
    }

    /** Lets go of the descriptors, and frees the structure. Further calls do nothing. */
    @Override
    public synchronized void close() {
        holds.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
