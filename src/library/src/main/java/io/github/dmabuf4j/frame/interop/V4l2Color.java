// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.internal.gen.v4l2.V4l2;

/**
 * What V4L2 says about colour. A part that is 0 follows from the colour space, by the rules of the macros
 * {@code V4L2_MAP_..._DEFAULT} of the kernel's header. Two colour spaces are taken otherwise: of RAW, and of one that the header does
 * not have, such as that of a newer kernel, what is not stated stays unspecified. The macros give them defaults too.
 *
 * @param space enum v4l2_colorspace
 * @param transfer enum v4l2_xfer_func
 * @param encoding enum v4l2_ycbcr_encoding
 * @param quantization enum v4l2_quantization
 */
record V4l2Color(int space, int transfer, int encoding, int quantization) {
    private static final int NOT_STATED = FrameColor.NOT_STATED;

    /** Code points of H.273. */
    private static final int RGB = 0;

    private static final int BT709 = 1;
    private static final int BT470M = 4;
    private static final int BT470BG = 5;
    private static final int BT601 = 6;
    private static final int SMPTE240M = 7;
    private static final int LINEAR = 8;
    private static final int BT2020 = 9;
    private static final int BT2020_CONSTANT = 10;
    private static final int DCI_P3 = 11;
    private static final int SRGB = 13;
    private static final int BT2020_10 = 14;
    private static final int BT2020_12 = 15;
    private static final int PQ = 16;
    private static final int ST428 = 17;

    /** Of Adobe's RGB and of raw data, H.273 has no primaries. */
    private int primaries() {
        if (space == V4l2.V4L2_COLORSPACE_SMPTE170M() || space == V4l2.V4L2_COLORSPACE_BT878()) {
            return BT601;
        }
        if (space == V4l2.V4L2_COLORSPACE_SMPTE240M()) {
            return SMPTE240M;
        }
        if (space == V4l2.V4L2_COLORSPACE_REC709()
                || space == V4l2.V4L2_COLORSPACE_SRGB()
                || space == V4l2.V4L2_COLORSPACE_JPEG()) {
            return BT709;
        }
        if (space == V4l2.V4L2_COLORSPACE_470_SYSTEM_M()) {
            return BT470M;
        }
        if (space == V4l2.V4L2_COLORSPACE_470_SYSTEM_BG()) {
            return BT470BG;
        }
        if (space == V4l2.V4L2_COLORSPACE_BT2020()) {
            return BT2020;
        }
        return space == V4l2.V4L2_COLORSPACE_DCI_P3() ? DCI_P3 : NOT_STATED;
    }

    FrameColor of(DrmFormat format) {
        return new FrameColor(primaries(), transferCode(), matrixCode(format), range(format));
    }

    private boolean isStated() {
        boolean isKnown = space > V4l2.V4L2_COLORSPACE_DEFAULT() && space <= V4l2.V4L2_COLORSPACE_DCI_P3();
        return isKnown && space != V4l2.V4L2_COLORSPACE_RAW();
    }

    private int transferCode() {
        int function = transfer == V4l2.V4L2_XFER_FUNC_DEFAULT() ? defaultTransfer() : transfer;
        if (function == V4l2.V4L2_XFER_FUNC_709()) {
            return transferOf709();
        }
        if (function == V4l2.V4L2_XFER_FUNC_SRGB()) {
            return SRGB;
        }
        if (function == V4l2.V4L2_XFER_FUNC_SMPTE240M()) {
            return SMPTE240M;
        }
        if (function == V4l2.V4L2_XFER_FUNC_NONE()) {
            return LINEAR;
        }
        if (function == V4l2.V4L2_XFER_FUNC_DCI_P3()) {
            return ST428;
        }
        return function == V4l2.V4L2_XFER_FUNC_SMPTE2084() ? PQ : NOT_STATED;
    }

    /** H.273 has a number of the same function for each standard. */
    private int transferOf709() {
        if (space == V4l2.V4L2_COLORSPACE_SMPTE170M()) {
            return BT601;
        }
        return space == V4l2.V4L2_COLORSPACE_BT2020() ? BT2020_10 : BT709;
    }

    private int defaultTransfer() {
        if (!isStated()) {
            return V4l2.V4L2_XFER_FUNC_DEFAULT();
        }
        if (space == V4l2.V4L2_COLORSPACE_OPRGB()) {
            return V4l2.V4L2_XFER_FUNC_OPRGB();
        }
        if (space == V4l2.V4L2_COLORSPACE_SMPTE240M()) {
            return V4l2.V4L2_XFER_FUNC_SMPTE240M();
        }
        if (space == V4l2.V4L2_COLORSPACE_DCI_P3()) {
            return V4l2.V4L2_XFER_FUNC_DCI_P3();
        }
        return space == V4l2.V4L2_COLORSPACE_SRGB() || space == V4l2.V4L2_COLORSPACE_JPEG()
                ? V4l2.V4L2_XFER_FUNC_SRGB()
                : V4l2.V4L2_XFER_FUNC_709();
    }

    private int matrixCode(DrmFormat format) {
        if (!format.isYuv()) {
            return isStated() ? RGB : NOT_STATED;
        }
        int matrix = encoding == V4l2.V4L2_YCBCR_ENC_DEFAULT() ? defaultEncoding() : encoding;
        if (matrix == V4l2.V4L2_YCBCR_ENC_601()
                || matrix == V4l2.V4L2_YCBCR_ENC_XV601()
                || matrix == V4l2.V4L2_YCBCR_ENC_SYCC()) {
            return BT601;
        }
        if (matrix == V4l2.V4L2_YCBCR_ENC_709() || matrix == V4l2.V4L2_YCBCR_ENC_XV709()) {
            return BT709;
        }
        if (matrix == V4l2.V4L2_YCBCR_ENC_BT2020()) {
            return BT2020;
        }
        if (matrix == V4l2.V4L2_YCBCR_ENC_BT2020_CONST_LUM()) {
            return BT2020_CONSTANT;
        }
        return matrix == V4l2.V4L2_YCBCR_ENC_SMPTE240M() ? SMPTE240M : NOT_STATED;
    }

    private int defaultEncoding() {
        if (!isStated()) {
            return V4l2.V4L2_YCBCR_ENC_DEFAULT();
        }
        if (space == V4l2.V4L2_COLORSPACE_REC709() || space == V4l2.V4L2_COLORSPACE_DCI_P3()) {
            return V4l2.V4L2_YCBCR_ENC_709();
        }
        if (space == V4l2.V4L2_COLORSPACE_BT2020()) {
            return V4l2.V4L2_YCBCR_ENC_BT2020();
        }
        return space == V4l2.V4L2_COLORSPACE_SMPTE240M() ? V4l2.V4L2_YCBCR_ENC_SMPTE240M() : V4l2.V4L2_YCBCR_ENC_601();
    }

    private ColorRange range(DrmFormat format) {
        if (quantization == V4l2.V4L2_QUANTIZATION_FULL_RANGE()) {
            return ColorRange.FULL;
        }
        if (quantization == V4l2.V4L2_QUANTIZATION_LIM_RANGE()) {
            return ColorRange.LIMITED;
        }
        if (!isStated()) {
            return ColorRange.UNSPECIFIED;
        }
        return !format.isYuv() || space == V4l2.V4L2_COLORSPACE_JPEG() ? ColorRange.FULL : ColorRange.LIMITED;
    }

    /** Says the same in the words of V4L2. Fails where V4L2 has no word. */
    static V4l2Color of(FrameColor color) {
        return new V4l2Color(
                spaceOf(color),
                transferOf(color.transfer()),
                encodingOf(color.matrix()),
                quantizationOf(color.range()));
    }

    private static int spaceOf(FrameColor color) {
        return switch (color.primaries()) {
            case NOT_STATED -> V4l2.V4L2_COLORSPACE_DEFAULT();
            case BT709 -> color.transfer() == SRGB ? V4l2.V4L2_COLORSPACE_SRGB() : V4l2.V4L2_COLORSPACE_REC709();
            case BT470M -> V4l2.V4L2_COLORSPACE_470_SYSTEM_M();
            case BT470BG -> V4l2.V4L2_COLORSPACE_470_SYSTEM_BG();
            case BT601 -> V4l2.V4L2_COLORSPACE_SMPTE170M();
            case SMPTE240M -> V4l2.V4L2_COLORSPACE_SMPTE240M();
            case BT2020 -> V4l2.V4L2_COLORSPACE_BT2020();
            case DCI_P3 -> V4l2.V4L2_COLORSPACE_DCI_P3();
            default -> throw missing("colour primaries", color.primaries());
        };
    }

    private static int transferOf(int code) {
        return switch (code) {
            case NOT_STATED -> V4l2.V4L2_XFER_FUNC_DEFAULT();
            case BT709, BT601, BT2020_10, BT2020_12 -> V4l2.V4L2_XFER_FUNC_709();
            case SRGB -> V4l2.V4L2_XFER_FUNC_SRGB();
            case SMPTE240M -> V4l2.V4L2_XFER_FUNC_SMPTE240M();
            case LINEAR -> V4l2.V4L2_XFER_FUNC_NONE();
            case ST428 -> V4l2.V4L2_XFER_FUNC_DCI_P3();
            case PQ -> V4l2.V4L2_XFER_FUNC_SMPTE2084();
            default -> throw missing("transfer characteristics", code);
        };
    }

    /** RGB has no matrix, and the field is then of no meaning. */
    private static int encodingOf(int code) {
        return switch (code) {
            case NOT_STATED, RGB -> V4l2.V4L2_YCBCR_ENC_DEFAULT();
            case BT709 -> V4l2.V4L2_YCBCR_ENC_709();
            case BT470BG, BT601 -> V4l2.V4L2_YCBCR_ENC_601();
            case SMPTE240M -> V4l2.V4L2_YCBCR_ENC_SMPTE240M();
            case BT2020 -> V4l2.V4L2_YCBCR_ENC_BT2020();
            case BT2020_CONSTANT -> V4l2.V4L2_YCBCR_ENC_BT2020_CONST_LUM();
            default -> throw missing("matrix coefficients", code);
        };
    }

    private static int quantizationOf(ColorRange range) {
        return switch (range) {
            case UNSPECIFIED -> V4l2.V4L2_QUANTIZATION_DEFAULT();
            case LIMITED -> V4l2.V4L2_QUANTIZATION_LIM_RANGE();
            case FULL -> V4l2.V4L2_QUANTIZATION_FULL_RANGE();
        };
    }

    private static IllegalArgumentException missing(String what, int code) {
        return new IllegalArgumentException("V4L2 has no " + what + " for code point " + code
                + " of H.273: use FrameLayout.withColor to state others, or none");
    }
}
