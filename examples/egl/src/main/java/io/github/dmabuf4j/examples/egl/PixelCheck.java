// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.examples.common.Failure;

/** Compares pictures, whose pixels are 0xAARRGGBB. */
final class PixelCheck {
    private static final int BYTE = 0xff;

    private PixelCheck() {}

    /** Fails if a pixel differs. */
    static void same(String what, int width, int[] expected, int[] actual) throws Failure {
        int wrong = 0;
        int first = 0;
        for (int i = expected.length - 1; i >= 0; i--) {
            if (expected[i] != actual[i]) {
                wrong++;
                first = i;
            }
        }
        if (wrong > 0) {
            throw Failure.failed("%s: %d of %d pixels are wrong; the first, %d in row %d, is %08x, not %08x"
                    .formatted(
                            what,
                            wrong,
                            expected.length,
                            first % width,
                            first / width,
                            actual[first],
                            expected[first]));
        }
    }

    /** The greatest difference of a component of two pixels. */
    static int difference(int one, int other) {
        int greatest = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            greatest = Math.max(greatest, Math.abs((one >> shift & BYTE) - (other >> shift & BYTE)));
        }
        return greatest;
    }
}
