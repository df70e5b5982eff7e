// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

/** Converts Y'CbCr of eight bits into RGB, with the coefficients of ITU-T H.273. Numbers are multiplied by {@link #ONE}. */
final class YuvMatrix {
    private static final int SHIFT = 16;
    private static final int ONE = 1 << SHIFT;
    private static final int HALF = ONE / 2;
    private static final int OPAQUE = 0xff00_0000;
    private static final int CHROMA_ZERO = 128;

    /** The first height that is not standard definition, which is 576 at most. */
    private static final int HIGH_DEFINITION = 577;

    private final int lumaZero;
    private final int luma;
    private final int redOfCr;
    private final int greenOfCb;
    private final int greenOfCr;
    private final int blueOfCb;

    private YuvMatrix(double kr, double kb, boolean limited) {
        double kg = 1 - kr - kb;
        double chroma = limited ? 255.0 / 224 : 1;
        lumaZero = limited ? 16 : 0;
        luma = scaled(limited ? 255.0 / 219 : 1);
        redOfCr = scaled(chroma * 2 * (1 - kr));
        blueOfCb = scaled(chroma * 2 * (1 - kb));
        greenOfCb = scaled(chroma * 2 * (1 - kb) * kb / kg);
        greenOfCr = scaled(chroma * 2 * (1 - kr) * kr / kg);
    }

    private static int scaled(double factor) {
        return (int) Math.round(factor * ONE);
    }

    /**
     * Returns the matrix of a picture. Where none is stated, it is that of BT.601 for standard definition and of BT.709 for more, as
     * video players assume; a range that is not stated is limited.
     */
    static YuvMatrix of(FrameColor color, int height) {
        boolean limited = color.range() != ColorRange.FULL;
        int stated = color.matrix();
        int matrix = stated != FrameColor.NOT_STATED
                ? stated
                : height < HIGH_DEFINITION ? FrameColor.BT601_CODE : FrameColor.BT709_CODE;
        return switch (matrix) {
            case FrameColor.BT709_CODE -> new YuvMatrix(0.2126, 0.0722, limited);
            case FrameColor.BT470BG_CODE, FrameColor.BT601_CODE -> new YuvMatrix(0.299, 0.114, limited);
            case FrameColor.BT2020_CODE -> new YuvMatrix(0.2627, 0.0593, limited);
            default ->
                throw new IllegalArgumentException("matrix coefficients " + matrix
                        + " of H.273 cannot be converted to RGB: 1, 5, 6 and 9 can, and 2, which is unspecified");
        };
    }

    int argb(int y, int cb, int cr) {
        int grey = (y - lumaZero) * luma + HALF;
        int u = cb - CHROMA_ZERO;
        int v = cr - CHROMA_ZERO;
        int red = clamp(grey + v * redOfCr);
        int green = clamp(grey - u * greenOfCb - v * greenOfCr);
        int blue = clamp(grey + u * blueOfCb);
        return OPAQUE | (red << 16) | (green << 8) | blue;
    }

    private static int clamp(int scaled) {
        return Math.clamp(scaled >> SHIFT, 0, 255);
    }
}
