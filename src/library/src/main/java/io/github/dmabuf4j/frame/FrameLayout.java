// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a picture lies in buffers. Immutable.
 *
 * <p>A picture without a modifier of a vendor has the planes that its format has; a modifier can add planes, up to four. Whether the
 * planes fit into the buffers is checked when a {@link Frame} is made.
 *
 * @param width in pixels
 * @param height in pixels
 * @param format the pixel format
 * @param modifier the arrangement of the pixels
 * @param planes where the planes lie
 * @param color what the numbers mean
 */
public record FrameLayout(
        int width, int height, DrmFormat format, Modifier modifier, List<FramePlane> planes, FrameColor color) {
    /**
     * Creates a layout.
     *
     * @throws IllegalArgumentException when the width or height is not positive, the format and the modifier have another number of
     *     planes, a pitch is less than a row, a buffer has no plane, or the format has no linear layout and the modifier is linear
     */
    public FrameLayout {
        Objects.requireNonNull(format);
        Objects.requireNonNull(modifier);
        Objects.requireNonNull(color);
        planes = List.copyOf(planes);
        LayoutCheck.check(width, height, format, modifier, planes);
    }

    /**
     * Computes the layout of a linear picture whose rows follow each other without padding, with all planes in one buffer.
     *
     * @param format the pixel format
     * @param width in pixels
     * @param height in pixels
     * @return the layout, without information about colour
     * @throws IllegalArgumentException as of {@link #linear(DrmFormat, int, int, int)}
     */
    public static FrameLayout linear(DrmFormat format, int width, int height) {
        return linear(format, width, height, 1);
    }

    /**
     * Computes the layout of a linear picture with all planes in one buffer, each one after the one before.
     *
     * @param format the pixel format
     * @param width in pixels
     * @param height in pixels
     * @param pitchAlignment each pitch and offset is a multiple of this number of bytes. Hardware often needs 64 or 256
     * @return the layout, without information about colour
     * @throws IllegalArgumentException when the width, the height or the alignment is not positive, a row has more than 4 GiB, or the
     *     format has no linear layout
     */
    public static FrameLayout linear(DrmFormat format, int width, int height, int pitchAlignment) {
        LayoutCheck.checkSize(width, height);
        LayoutCheck.checkLinear(format);
        if (pitchAlignment <= 0) {
            throw new IllegalArgumentException(
                    "the alignment of a pitch must be at least 1 byte, not " + pitchAlignment);
        }
        List<FramePlane> planes = new ArrayList<>();
        long offset = 0;
        for (int plane = 0; plane < format.planes(); plane++) {
            long pitch = Math.ceilDiv(format.rowBytes(plane, width), pitchAlignment) * pitchAlignment;
            planes.add(new FramePlane(0, offset, pitch));
            offset += pitch * format.rows(plane, height);
        }
        return new FrameLayout(width, height, format, Modifier.LINEAR, planes, FrameColor.UNSPECIFIED);
    }

    /**
     * Returns this layout with other information about colour.
     *
     * @param other what the numbers mean
     * @return a layout
     */
    public FrameLayout withColor(FrameColor other) {
        return new FrameLayout(width, height, format, modifier, planes, other);
    }

    FrameLayout withPlanes(List<FramePlane> others) {
        return new FrameLayout(width, height, format, modifier, others, color);
    }

    /**
     * Returns the number of buffers that the planes lie in.
     *
     * @return 1 to 4
     */
    public int buffers() {
        return LayoutCheck.buffers(planes);
    }

    /**
     * Returns whether a plane consists of rows that {@link FramePlane#pitch} separates, so that a CPU can read it by rows. Planes
     * with an arrangement that is not stated ({@link Modifier#INVALID}) count as rows: programs written before modifiers existed treat
     * them that way.
     *
     * @return whether the planes have rows
     */
    public boolean hasRows() {
        return LayoutCheck.isByRows(modifier) && format.hasLinearLayout();
    }

    /**
     * Returns the size that a buffer needs for whole rows of its planes, with the padding of the last row. A buffer that a device
     * allocated can be less by that padding.
     *
     * @param buffer the index of a buffer
     * @return bytes; for a layout without rows ({@link #hasRows}) what is known of it: the offset of the last plane
     * @throws IndexOutOfBoundsException when no plane lies in such a buffer
     */
    public long bufferBytes(int buffer) {
        Objects.checkIndex(buffer, buffers());
        long bytes = 0;
        for (int plane = 0; plane < planes.size(); plane++) {
            if (planes.get(plane).buffer() == buffer) {
                bytes = Math.max(bytes, end(plane, planes.get(plane).pitch()));
            }
        }
        return bytes;
    }

    /** Where a plane ends when its last row has this many bytes. */
    private long end(int plane, long lastRow) {
        FramePlane where = planes.get(plane);
        long bytes = hasRows() ? (rows(plane) - 1L) * where.pitch() + lastRow : 0;
        return bytes > Long.MAX_VALUE - where.offset() ? Long.MAX_VALUE : where.offset() + bytes;
    }

    /** Where the last pixel of a plane ends. Without rows, where the plane begins. */
    long end(int plane) {
        return end(plane, hasRows() ? rowBytes(plane) : 0);
    }

    /** The rows of a plane in memory. */
    int rows(int plane) {
        return format.rows(plane, height);
    }

    /** The bytes of a row of a plane, without padding. */
    long rowBytes(int plane) {
        return format.rowBytes(plane, width);
    }

    /** Returns size, format and modifier, such as {@code 640x480 NV12 LINEAR}. */
    @Override
    public String toString() {
        return width + "x" + height + " " + format + " " + modifier;
    }
}
