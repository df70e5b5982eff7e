// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.DrmFormat;
import java.awt.image.BufferedImage;

/**
 * Compares screenshots with what was drawn, pixel by pixel.
 *
 * @param tolerance by how much a component may differ
 */
record ScreenshotCheck(int tolerance) {
    private static final int COLOUR = 0xffffff;
    private static final int BYTE = 0xff;

    /** Components of less than 8 bits become 8 bits by rounding, and programs round differently. */
    private static final int EXACT_BITS = 24;

    static ScreenshotCheck of(DrmFormat format) {
        return new ScreenshotCheck(format.bitsPerPixel() < EXACT_BITS ? 1 : 0);
    }

    /** Fails if a pixel has another colour. Both pictures have the same size. */
    void compare(int frame, BufferedImage drawn, BufferedImage screenshot) throws Failure {
        int wrong = 0;
        String first = "";
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                if (differ(drawn.getRGB(x, y), screenshot.getRGB(x, y))) {
                    first = wrong++ == 0 ? difference(x, y, drawn, screenshot) : first;
                }
            }
        }
        if (wrong > 0) {
            throw Failure.failed("frame " + frame + ": " + wrong + " of " + drawn.getWidth() * drawn.getHeight()
                    + " pixels of the screenshot are wrong, the first " + first);
        }
    }

    private boolean differ(int drawn, int seen) {
        boolean differ = false;
        for (int shift = 0; shift < Integer.SIZE - Byte.SIZE; shift += Byte.SIZE) {
            differ |= Math.abs((drawn >> shift & BYTE) - (seen >> shift & BYTE)) > tolerance;
        }
        return differ;
    }

    private static String difference(int x, int y, BufferedImage drawn, BufferedImage screenshot) {
        return "at " + x + "," + y + ": " + colour(screenshot.getRGB(x, y)) + " instead of "
                + colour(drawn.getRGB(x, y));
    }

    private static String colour(int pixel) {
        return String.format("0x%06x", pixel & COLOUR);
    }
}
