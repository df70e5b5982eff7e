// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.util.Objects;

/**
 * What the numbers of a picture mean as colours, in code points of ITU-T H.273, which video codecs, FFmpeg, GStreamer and Vulkan use.
 *
 * @param primaries the colour primaries: 1 BT.709, 5 and 6 BT.601, 9 BT.2020, 2 unspecified
 * @param transfer the transfer characteristics: 1 BT.709, 13 sRGB, 16 PQ, 18 HLG, 2 unspecified
 * @param matrix the matrix coefficients of Y'CbCr: 0 RGB, 1 BT.709, 5 and 6 BT.601, 9 BT.2020, 2 unspecified
 * @param range which numbers are used
 */
public record FrameColor(int primaries, int transfer, int matrix, ColorRange range) {
    /** The code point of what is not stated. */
    public static final int NOT_STATED = 2;

    /** The code points of RGB, and of the matrices of BT.709, BT.601 and BT.2020. */
    static final int RGB = 0;

    static final int BT709_CODE = 1;
    static final int BT470BG_CODE = 5;
    static final int BT601_CODE = 6;
    static final int BT2020_CODE = 9;
    private static final int SRGB_CODE = 13;
    private static final int MAX = 255;

    /** Nothing is stated. */
    public static final FrameColor UNSPECIFIED =
            new FrameColor(NOT_STATED, NOT_STATED, NOT_STATED, ColorRange.UNSPECIFIED);

    /** RGB of a computer's display, full range. */
    public static final FrameColor SRGB = new FrameColor(BT709_CODE, SRGB_CODE, RGB, ColorRange.FULL);

    /** Standard definition video, limited range. */
    public static final FrameColor BT601 = new FrameColor(BT601_CODE, BT601_CODE, BT601_CODE, ColorRange.LIMITED);

    /** High definition video, limited range. */
    public static final FrameColor BT709 = new FrameColor(BT709_CODE, BT709_CODE, BT709_CODE, ColorRange.LIMITED);

    /**
     * Creates the description of the colours.
     *
     * @throws IllegalArgumentException when a code point is not 0 to 255
     */
    public FrameColor {
        check("colour primaries", primaries);
        check("transfer characteristics", transfer);
        check("matrix coefficients", matrix);
        Objects.requireNonNull(range);
    }

    private static void check(String what, int code) {
        if (code < 0 || code > MAX) {
            throw new IllegalArgumentException(what + " must be a code point of H.273, 0 to " + MAX + ", not " + code);
        }
    }
}
