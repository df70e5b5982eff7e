// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;

/**
 * How a frame lies in its buffer.
 *
 * @param width in pixels
 * @param height in lines
 * @param bytesPerLine with what a driver may have added at the end of a line
 * @param format of the pixels
 */
record FrameLayout(int width, int height, int bytesPerLine, PixelFormat format) {
    FrameLayout {
        if (width < 2 || height < 1 || bytesPerLine < (long) width * format.bytes()) {
            throw new IllegalArgumentException(width + "x" + height + " " + format + " in lines of " + bytesPerLine);
        }
    }

    /** What the frame takes of its buffer. */
    long bytes() {
        return (long) bytesPerLine * height;
    }

    /** The one copy of a frame that this program makes: the picture to be saved. */
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
