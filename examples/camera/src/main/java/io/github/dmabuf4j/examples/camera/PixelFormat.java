// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.dmabuf4j.examples.camera.gen.V4l2;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/** The pixel formats that this program supports, in order of preference. */
enum PixelFormat {
    /** Two pixels in four bytes, Y0 U Y1 V; ITU-R BT.601, black 16, white 235. Nearly every camera supports it. */
    YUYV(V4l2.V4L2_PIX_FMT_YUYV(), 2) {
        @Override
        int luminance(MemorySegment frame, long line, int x) {
            return unsigned(frame, line + 2L * x);
        }

        @Override
        int rgb(MemorySegment frame, long line, int x) {
            long pair = line + 4L * (x / 2);
            int y = 298 * (luminance(frame, line, x) - 16) + 128;
            int u = unsigned(frame, pair + 1) - 128;
            int v = unsigned(frame, pair + 3) - 128;
            return packed((y + 409 * v) >> 8, (y - 100 * u - 208 * v) >> 8, (y + 516 * u) >> 8);
        }
    },
    /** Three bytes per pixel: red, green, blue. */
    RGB24(V4l2.V4L2_PIX_FMT_RGB24(), 3) {
        @Override
        int luminance(MemorySegment frame, long line, int x) {
            long pixel = line + 3L * x;
            int weighted =
                    77 * unsigned(frame, pixel) + 150 * unsigned(frame, pixel + 1) + 29 * unsigned(frame, pixel + 2);
            return weighted >> 8;
        }

        @Override
        int rgb(MemorySegment frame, long line, int x) {
            long pixel = line + 3L * x;
            return packed(unsigned(frame, pixel), unsigned(frame, pixel + 1), unsigned(frame, pixel + 2));
        }
    };

    private final int fourcc;
    private final int bytes;

    PixelFormat(int fourcc, int bytes) {
        this.fourcc = fourcc;
        this.bytes = bytes;
    }

    static Optional<PixelFormat> of(int fourcc) {
        return Arrays.stream(values()).filter(format -> format.fourcc == fourcc).findFirst();
    }

    /** The kernel's code of the format. */
    int fourcc() {
        return fourcc;
    }

    /** The bytes per pixel, on average. */
    int bytes() {
        return bytes;
    }

    /** Returns the luminance of a pixel, 0 to 255. {@code line} is the offset of the pixel's line in the frame. */
    abstract int luminance(MemorySegment frame, long line, int x);

    /** Returns the colour of a pixel, with eight bits each for red, green and blue. */
    abstract int rgb(MemorySegment frame, long line, int x);

    private static int unsigned(MemorySegment frame, long offset) {
        return frame.get(JAVA_BYTE, offset) & 0xff;
    }

    private static int packed(int red, int green, int blue) {
        return Math.clamp(red, 0, 255) << 16 | Math.clamp(green, 0, 255) << 8 | Math.clamp(blue, 0, 255);
    }
}
