// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common;

import java.awt.Color;
import java.util.Arrays;

/**
 * One picture of the test pattern: colour bars, a rainbow that moves by one step per picture, a row of lamps of which one is
 * lit, and a bouncing ball. Pixels are 0xRRGGBB.
 */
public final class Picture {
    /** The number of pictures. It is not a multiple of three buffers, so each picture is drawn into each buffer. */
    public static final int COUNT = 20;

    private static final int[] BARS = {
        0xe6e6e6, 0xe6c619, 0x19c6c6, 0x2fb344, 0xb83fb8, 0xd6392f, 0x2f5fd6, 0x14161c,
    };
    private static final int LAMP_ON = 0xfff4c2;
    private static final int LAMP_OFF = 0x3a3f4c;
    private static final int GROUND = 0x14161c;
    private static final int ONE = 256;

    private final int width;
    private final int height;
    private final int rainbowTop;
    private final int lampsTop;
    private final int lampsMargin;
    private final int[] bars;
    private final int[] rainbow;
    private final int[] ground;
    private final int[] lamps;
    private final int radius;
    private final int ballX;
    private final int ballY;

    /** Makes a picture of this size in pixels. {@code number} is 0 to {@link #COUNT} - 1. */
    public Picture(int number, int width, int height) {
        this.width = width;
        this.height = height;
        rainbowTop = height * 68 / 100;
        lampsTop = height * 84 / 100;
        lampsMargin = (height - lampsTop) / 3;
        bars = row(x -> BARS[x * BARS.length / width]);
        rainbow = row(x -> Color.HSBtoRGB((float) x / width - (float) number / COUNT, 0.75f, 0.95f) & 0xffffff);
        ground = row(x -> GROUND);
        lamps = row(x -> lamp(x, number));
        radius = height / 8;
        double way = 2 * Math.PI * number / COUNT;
        ballX = (int) Math.round(width * (0.5 - 0.38 * Math.cos(way)));
        double hop = Math.abs(Math.sin(2 * way));
        ballY = (int) Math.round(rainbowTop - radius - hop * (rainbowTop - 2.3 * radius));
    }

    private interface PixelOfColumn {
        int at(int x);
    }

    private int[] row(PixelOfColumn pixel) {
        int[] row = new int[width];
        Arrays.setAll(row, pixel::at);
        return row;
    }

    private int lamp(int x, int number) {
        int lamp = x * COUNT / width;
        int within = x * COUNT % width * 100 / width;
        if (within < 15 || within >= 85) {
            return GROUND;
        }
        return lamp == number ? LAMP_ON : LAMP_OFF;
    }

    /** Draws row {@code y}, counted from the top. */
    public void row(int y, int[] into) {
        System.arraycopy(background(y), 0, into, 0, width);
        ball(y, into);
    }

    private int[] background(int y) {
        if (y < rainbowTop) {
            return bars;
        }
        if (y < lampsTop) {
            return rainbow;
        }
        return y >= lampsTop + lampsMargin && y < height - lampsMargin ? lamps : ground;
    }

    private void ball(int y, int[] row) {
        int dy = y - ballY;
        if (Math.abs(dy) > radius) {
            return;
        }
        for (int x = Math.max(0, ballX - radius); x <= Math.min(width - 1, ballX + radius); x++) {
            row[x] = mix(row[x], shade(x - ballX, dy), cover(x - ballX, dy));
        }
    }

    /** Returns how much of a pixel the ball covers, 0 to 256. The edge of the ball is soft. */
    private int cover(int dx, int dy) {
        double inside = radius - Math.hypot(dx, dy);
        return (int) (ONE * Math.clamp(inside, 0, 1));
    }

    /** Returns the colour of a pixel of the ball, which is brightest at the upper left. */
    private int shade(int dx, int dy) {
        double away = Math.hypot(dx + radius * 0.35, dy + radius * 0.4) / (1.55 * radius);
        int light = (int) (ONE * Math.clamp(away, 0, 1));
        return mix(0xffffff, mix(0xff7a1a, 0x8a2b06, light), (int) (ONE * Math.clamp(away * 2.2, 0, 1)));
    }

    /** Mixes two colours, with {@code part} of 256 of the second. */
    private static int mix(int first, int second, int part) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = (first >> shift) & 0xff;
            int to = (second >> shift) & 0xff;
            mixed |= (from + (to - from) * part / ONE) << shift;
        }
        return mixed;
    }
}
