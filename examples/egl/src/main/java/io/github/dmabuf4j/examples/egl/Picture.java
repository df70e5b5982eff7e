// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** The picture that is drawn, of another alpha in each column: a landscape, whose left and right differ. */
final class Picture {
    private static final int OPAQUE = 0xff;
    private static final int ALPHA = 24;
    private static final Color NIGHT = new Color(0x1b2a6b);
    private static final Color DUSK = new Color(0xf0a35e);
    private static final Color SUN = new Color(0xfff1b8);
    private static final Color[] HILLS = {new Color(0x3f6d7a), new Color(0x2b5158), new Color(0x17323a)};

    private Picture() {}

    static BufferedImage draw(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, NIGHT, 0, height * 0.7f, DUSK));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(SUN);
        graphics.fillOval(width / 8, height / 3, height / 5, height / 5);
        for (int hill = 0; hill < HILLS.length; hill++) {
            graphics.setColor(HILLS[hill]);
            fillHills(graphics, hill, width, height);
        }
        graphics.dispose();
        makeTranslucent(image);
        return image;
    }

    private static void fillHills(Graphics2D graphics, int hill, int width, int height) {
        for (int x = 0; x < width; x++) {
            double wave = Math.sin((hill + 2) * 3.0 * x / width + hill) + 0.4 * Math.sin(17.0 * x / width * (hill + 1));
            int top = (int) (height * (0.62 + 0.12 * hill - 0.07 * wave));
            graphics.fillRect(x, top, 1, height - top);
        }
    }

    /** A format with alpha has to keep it. */
    private static void makeTranslucent(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int alpha = OPAQUE - x * OPAQUE / 2 / image.getWidth();
                image.setRGB(x, y, (image.getRGB(x, y) & 0xffffff) | alpha << ALPHA);
            }
        }
    }

    /** Returns the pixels as 0xAARRGGBB, row by row. */
    static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Returns the same pixels, opaque. */
    static int[] opaque(int... pixels) {
        return IntStream.of(pixels).map(pixel -> pixel | OPAQUE << ALPHA).toArray();
    }

    /** Returns the same pixels with left and right swapped. */
    static int[] mirrored(int width, int... pixels) {
        return IntStream.range(0, pixels.length)
                .map(i -> pixels[i - i % width + width - 1 - i % width])
                .toArray();
    }
}
