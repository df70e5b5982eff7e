// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.util.Optional;

/**
 * Converts the pixels of a frame, row by row: to look at it, or to draw into it. For more than that, such as video at full rate, use a
 * GPU or the plane's memory itself.
 *
 * <p>Supported are all RGB formats of one plane except those with floats, and all Y'CbCr formats with samples at whole bytes
 * (reading alone; of more than eight bits the highest eight). {@link DrmFormat#R8}, {@link DrmFormat#R10}, {@link DrmFormat#R12} and
 * {@link DrmFormat#R16}, which V4L2 and GStreamer use for grey pictures, are read as grey; what is written to them is luma. Immutable; any
 * thread may use it.
 *
 * <p>Red, green, blue and alpha are those of the frame: where its producer has multiplied the colours by alpha, as Wayland and KMS expect
 * by default, they stay multiplied.
 */
public final class FramePixels {
    private final FrameLayout layout;
    private final RowCodec rows;

    private FramePixels(FrameLayout layout, RowCodec rows) {
        this.layout = layout;
        this.rows = rows;
    }

    /**
     * Returns the conversion of frames of a layout. Where the layout does not state the colours, Y'CbCr is taken as BT.601 up to 576
     * rows, as BT.709 above, and as limited in range.
     *
     * @param layout a layout with rows
     * @return the conversion
     * @throws IllegalArgumentException when the layout has no rows ({@link FrameLayout#hasRows}), or its format or matrix coefficients
     *     are not supported
     */
    public static FramePixels of(FrameLayout layout) {
        if (!layout.hasRows()) {
            throw new IllegalArgumentException("the pixels of " + layout
                    + " cannot be converted by the CPU: only the hardware of its modifier knows where they are");
        }
        return new FramePixels(layout, codec(layout));
    }

    private static RowCodec codec(FrameLayout layout) {
        DrmFormat format = layout.format();
        if (format == DrmFormat.XRGB8888 || format == DrmFormat.ARGB8888) {
            return new ArgbRows(layout.width(), format.hasAlpha());
        }
        Optional<RowCodec> yuv = YuvSamples.of(format)
                .map(components ->
                        new YuvRows(layout.width(), components, YuvMatrix.of(layout.color(), layout.height())));
        return yuv.or(() -> PackedRgb.of(format, layout.width()))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "pixels in " + format
                                        + " cannot be converted; supported are RGB without floats, and Y'CbCr with samples at whole bytes"));
    }

    /**
     * Returns the layout of the frames.
     *
     * @return the layout
     */
    public FrameLayout layout() {
        return layout;
    }

    /**
     * Reads a row of the picture.
     *
     * @param frame a scope of a frame of this layout that reads
     * @param y the row, counted from the top
     * @param argb gets the pixels as 0xAARRGGBB; opaque where the format has no alpha. At least
     *     {@link FrameLayout#width} elements
     * @throws IndexOutOfBoundsException when there is no such row, or {@code argb} is too short
     * @throws IllegalArgumentException when the frame has another layout
     */
    public void readRow(FrameAccess frame, int y, int[] argb) {
        check(frame);
        rows.read(frame, y, argb);
    }

    /**
     * Writes a row of the picture.
     *
     * @param frame a scope of a frame of this layout that writes
     * @param y the row, counted from the top
     * @param argb the pixels as 0xAARRGGBB. At least {@link FrameLayout#width} elements
     * @throws IndexOutOfBoundsException when there is no such row, or {@code argb} is too short
     * @throws IllegalArgumentException when the frame has another layout, or the scope only reads
     * @throws UnsupportedOperationException when the format is Y'CbCr
     */
    public void writeRow(FrameAccess frame, int y, int[] argb) {
        check(frame);
        if (frame.isReadOnly()) {
            throw new IllegalArgumentException(
                    "the scope was opened to read alone: open one with Access.WRITE or READ_WRITE");
        }
        rows.write(frame, y, argb);
    }

    private void check(FrameAccess frame) {
        if (!frame.layout().equals(layout)) {
            throw new IllegalArgumentException("the frame is " + frame.layout() + ", this conversion is for " + layout);
        }
    }
}
