// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.interop.V4l2Fourcc;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The pixel formats whose luminance this program can count, by their names in V4L2 and in order of preference. */
enum PixelFormat {
    /** Two pixels in four bytes, Y0 U Y1 V; black 16, white 235. Nearly every camera supports it. */
    YUYV(DrmFormat.YUYV) {
        @Override
        int luminance(MemorySegment row, int x) {
            return unsigned(row, 2L * x);
        }
    },
    /** Three bytes per pixel: red, green, blue. */
    RGB24(DrmFormat.BGR888) {
        @Override
        int luminance(MemorySegment row, int x) {
            long pixel = 3L * x;
            int weighted = 77 * unsigned(row, pixel) + 150 * unsigned(row, pixel + 1) + 29 * unsigned(row, pixel + 2);
            return weighted >> 8;
        }
    };

    private final DrmFormat drm;

    PixelFormat(DrmFormat drm) {
        this.drm = drm;
    }

    static PixelFormat of(DrmFormat format) {
        return Arrays.stream(values())
                .filter(one -> one.drm == format)
                .findFirst()
                .orElseThrow();
    }

    /** The code of the format in V4L2. */
    int fourcc() {
        return V4l2Fourcc.code(drm);
    }

    /** Returns the luminance of a pixel of a row, 0 to 255. */
    abstract int luminance(MemorySegment row, int x);

    private static int unsigned(MemorySegment row, long offset) {
        return row.get(JAVA_BYTE, offset) & 0xff;
    }
}
