// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;

/**
 * The memory layout of a frame in its buffer.
 *
 * @param width in pixels
 * @param height in lines
 * @param bytesPerLine length of a line, with the padding of the driver
 * @param format the pixel format
 */
record FrameLayout(int width, int height, int bytesPerLine, PixelFormat format) {
    FrameLayout {
        if (width < 2 || height < 1 || bytesPerLine < (long) width * format.bytes()) {
            throw new IllegalArgumentException(width + "x" + height + " " + format + " in lines of " + bytesPerLine);
        }
    }

    /** The size of the frame in bytes. */
    long bytes() {
        return (long) bytesPerLine * height;
    }

    /** Copies a frame into a picture to be saved. The program makes no other copy of a frame. */
    BufferedImage picture(MemorySegment frame) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            long line = (long) y * bytesPerLine;
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, format.rgb(frame, line, x));
            }
        }
        return picture;
    }

    @Override
    public String toString() {
        return width + "x" + height + " " + format;
    }
}
