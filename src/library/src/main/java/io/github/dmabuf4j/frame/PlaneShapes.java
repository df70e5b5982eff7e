// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.util.Objects;

/**
 * The planes of a format. Those of several planes are named after their best known format.
 *
 * <p>The numbers are, of the first plane, the bytes, width and height of a block; then of the others their count, the bytes and the
 * width of a block, and how many pixels share a sample in a row and in a column.
 */
enum PlaneShapes {
    /** One plane whose layout is that of a modifier. */
    NOT_LINEAR(0, 1, 1),
    PACKED_1(1, 1, 1),
    PACKED_2(2, 1, 1),
    PACKED_3(3, 1, 1),
    PACKED_4(4, 1, 1),
    PACKED_8(8, 1, 1),
    /** Two pixels in a block. */
    PAIRS_4(4, 2, 1),
    PAIRS_8(8, 2, 1),
    /** Two by two pixels in a block. */
    TILES_8(8, 2, 2),
    /** A plane of colour, and a plane with a byte of alpha for each pixel. */
    PACKED_2_A8(2, 1, 1, 1, 1, 1, 1, 1),
    PACKED_3_A8(3, 1, 1, 1, 1, 1, 1, 1),
    PACKED_4_A8(4, 1, 1, 1, 1, 1, 1, 1),
    /** A plane of luma, and a plane of pairs of chroma. */
    NV12(1, 1, 1, 1, 2, 1, 2, 2),
    NV16(1, 1, 1, 1, 2, 1, 2, 1),
    NV24(1, 1, 1, 1, 2, 1, 1, 1),
    P010(2, 1, 1, 1, 4, 1, 2, 2),
    P210(2, 1, 1, 1, 4, 1, 2, 1),
    /** The same with several samples, and pairs of samples, in a block. */
    NV15(5, 4, 1, 1, 5, 2, 2, 2),
    P030(4, 3, 1, 1, 8, 3, 2, 2),
    /** A plane of luma, and two planes of chroma. */
    YUV410(1, 1, 1, 2, 1, 1, 4, 4),
    YUV411(1, 1, 1, 2, 1, 1, 4, 1),
    YUV420(1, 1, 1, 2, 1, 1, 2, 2),
    YUV422(1, 1, 1, 2, 1, 1, 2, 1),
    YUV444(1, 1, 1, 2, 1, 1, 1, 1),
    Q410(2, 1, 1, 2, 2, 1, 1, 1);

    private final int bytes;
    private final int width;
    private final int height;
    private final int others;
    private final int otherBytes;
    private final int otherWidth;
    private final int horizontal;
    private final int vertical;

    PlaneShapes(int bytes, int width, int height) {
        this(bytes, width, height, 0, 0, 1, 1, 1);
    }

    PlaneShapes(
            int bytes,
            int width,
            int height,
            int others,
            int otherBytes,
            int otherWidth,
            int horizontal,
            int vertical) {
        this.bytes = bytes;
        this.width = width;
        this.height = height;
        this.others = others;
        this.otherBytes = otherBytes;
        this.otherWidth = otherWidth;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    int count() {
        return 1 + others;
    }

    PlaneShape plane(int index) {
        return Objects.checkIndex(index, count()) == 0
                ? new PlaneShape(bytes, width, height, 1, 1)
                : new PlaneShape(otherBytes, otherWidth, 1, horizontal, vertical);
    }
}
