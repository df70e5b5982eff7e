// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the samples of one component lie. Of samples with more than eight bits, the highest eight are used.
 *
 * @param plane the index of the plane
 * @param first the offset of the first sample in a row
 * @param step the distance to the next one
 * @param horizontal how many pixels of a row share a sample
 * @param vertical how many rows share a sample
 */
record YuvSamples(int plane, int first, int step, int horizontal, int vertical) {
    /**
     * The components of a format.
     *
     * @param alpha null where the format has none
     */
    record Components(
            YuvSamples luma,
            YuvSamples cb,
            YuvSamples cr,
            @Nullable YuvSamples alpha) {
        Components(YuvSamples luma, YuvSamples cb, YuvSamples cr) {
            this(luma, cb, cr, null);
        }

        Components withAlpha(YuvSamples samples) {
            return new Components(luma, cb, cr, samples);
        }
    }

    /** Empty where the samples of a format do not lie at whole bytes, or the format is not Y'CbCr. */
    static Optional<Components> of(DrmFormat format) {
        return Optional.ofNullable(
                switch (format) {
                    case YUYV -> pairs(0, 1, 3, 1);
                    case YVYU -> pairs(0, 3, 1, 1);
                    case UYVY -> pairs(1, 0, 2, 1);
                    case VYUY -> pairs(1, 2, 0, 1);
                    case Y210, Y212, Y216 -> pairs(0, 1, 3, 2);
                    case AYUV -> packed(4, 2, 1, 0).withAlpha(new YuvSamples(0, 3, 4, 1, 1));
                    case XYUV8888 -> packed(4, 2, 1, 0);
                    case VUY888 -> packed(3, 0, 1, 2);
                    case Y412, Y416 -> packed(8, 3, 1, 5).withAlpha(new YuvSamples(0, 7, 8, 1, 1));
                    case XVYU12_16161616, XVYU16161616 -> packed(8, 3, 1, 5);
                    case NV12, NV16, NV24 -> semiPlanar(format, 1, 0);
                    case NV21, NV61, NV42 -> semiPlanar(format, 1, 1);
                    case P010, P012, P016, P210 -> semiPlanar(format, 2, 0);
                    case YUV410, YUV411, YUV420, YUV422, YUV444 -> planar(format, 1, 1);
                    case YVU410, YVU411, YVU420, YVU422, YVU444 -> planar(format, 1, 2);
                    case Q410 -> planar(format, 2, 1);
                    case Q401 -> planar(format, 2, 2);
                    default -> null;
                });
    }

    /** Two pixels in four samples; the arguments are the indexes of the samples. */
    private static Components pairs(int luma, int cb, int cr, int bytes) {
        int high = bytes - 1;
        return new Components(
                new YuvSamples(0, luma * bytes + high, 2 * bytes, 1, 1),
                new YuvSamples(0, cb * bytes + high, 4 * bytes, 2, 1),
                new YuvSamples(0, cr * bytes + high, 4 * bytes, 2, 1));
    }

    private static Components packed(int step, int luma, int cb, int cr) {
        return new Components(
                new YuvSamples(0, luma, step, 1, 1),
                new YuvSamples(0, cb, step, 1, 1),
                new YuvSamples(0, cr, step, 1, 1));
    }

    /** {@code cbAt} is the index of Cb in a pair. */
    private static Components semiPlanar(DrmFormat format, int bytes, int cbAt) {
        int crAt = 1 - cbAt;
        int high = bytes - 1;
        return new Components(
                new YuvSamples(0, high, bytes, 1, 1),
                chroma(format, 1, cbAt * bytes + high, 2 * bytes),
                chroma(format, 1, crAt * bytes + high, 2 * bytes));
    }

    private static Components planar(DrmFormat format, int bytes, int cbPlane) {
        int high = bytes - 1;
        return new Components(
                new YuvSamples(0, high, bytes, 1, 1),
                chroma(format, cbPlane, high, bytes),
                chroma(format, 3 - cbPlane, high, bytes));
    }

    private static YuvSamples chroma(DrmFormat format, int plane, int first, int step) {
        return new YuvSamples(
                plane, first, step, format.horizontalSubsampling(plane), format.verticalSubsampling(plane));
    }

    /** Returns the row of memory that has the samples of a row of the picture. */
    MemorySegment row(FrameAccess frame, int y) {
        return frame.row(plane, y / vertical);
    }

    /** Returns the sample of a pixel, 0 to 255. */
    int sample(MemorySegment row, int x) {
        return row.get(JAVA_BYTE, first + (long) (x / horizontal) * step) & 0xff;
    }
}
