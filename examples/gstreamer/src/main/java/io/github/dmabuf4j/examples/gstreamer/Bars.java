// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** A pattern of the kernel's test camera, vivid: eight colour bars of equal width. */
enum Bars {
    THREE_QUARTERS(0, 0xc0),
    FULL(1, 0xff);

    /** White, yellow, cyan, green, magenta, red, blue, black: the components that are there. */
    private static final List<Integer> COMPONENTS =
            List.of(0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0x000000);

    /** A colour is rounded twice: by the camera to the format, and back. */
    private static final int ROUNDING = 5;

    /** Neighbouring pixels share their colour in most formats, so it is mixed where two bars meet. */
    private static final int EDGE = 2;

    private final int control;
    private final int intensity;

    Bars(int control, int intensity) {
        this.control = control;
        this.intensity = intensity;
    }

    /** The value of the camera's control "Test Pattern". */
    int control() {
        return control;
    }

    /** Compares all pixels but those where two bars meet. Returns the first that is wrong, in words. */
    Optional<String> wrong(BufferedImage image) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            int x = wrong(row);
            if (x >= 0) {
                return Optional.of(String.format(
                        "the pixel at %d,%d is %06x, and that bar is %06x",
                        x, y, row[x] & 0xffffff, color(x * COMPONENTS.size() / row.length)));
            }
        }
        return Optional.empty();
    }

    private int wrong(int... row) {
        for (int bar = 0; bar < COMPONENTS.size(); bar++) {
            int from = bar * row.length / COMPONENTS.size() + EDGE;
            int to = (bar + 1) * row.length / COMPONENTS.size() - EDGE;
            int color = color(bar);
            for (int x = from; x < to; x++) {
                if (differs(row[x], color)) {
                    return x;
                }
            }
        }
        return -1;
    }

    private int color(int bar) {
        return COMPONENTS.get(bar) & intensity * 0x010101;
    }

    private static boolean differs(int one, int other) {
        for (int shift = 0; shift <= 16; shift += Byte.SIZE) {
            if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > ROUNDING) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "colour bars of " + (this == FULL ? "100" : "75") + " %";
    }
}
