// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import java.util.ArrayList;
import java.util.List;

/** What V4L2's numbers of a picture mean, and which pictures it can describe. */
final class V4l2Planes {
    /** A width at which each plane of each format has whole groups of samples. */
    private static final int WHOLE = 64;

    private static final long MAX_BYTES = 0xffff_ffffL;

    private V4l2Planes() {}

    /**
     * Returns the planes of a picture in one buffer. V4L2 states the pitch of the first; the pitch of another is less, or more, by the
     * factor of their samples, and each plane follows the one before.
     */
    static List<FramePlane> inOneBuffer(DrmFormat format, int width, int height, long bytesPerLine) {
        // Fails where the size is not one. What is computed of a height that is not one would be a riddle.
        FrameLayout.linear(format, width, height);
        checkBytesPerLine(0, bytesPerLine);
        List<FramePlane> planes = new ArrayList<>();
        long offset = 0;
        for (int plane = 0; plane < format.planes(); plane++) {
            long pitch = Math.ceilDiv(bytesPerLine * format.rowBytes(plane, WHOLE), format.rowBytes(0, WHOLE));
            planes.add(new FramePlane(0, offset, pitch));
            offset += pitch * format.rows(plane, height);
        }
        return planes;
    }

    static void checkBytesPerLine(int plane, long bytesPerLine) {
        if (bytesPerLine == 0) {
            throw new IllegalArgumentException("bytesperline of plane " + plane
                    + " is 0: read the format after the driver has set it (VIDIOC_G_FMT, VIDIOC_S_FMT)");
        }
    }

    /** Fails unless the planes of a layout in one buffer lie as V4L2 expects. Returns {@code bytesperline}. */
    static int bytesPerLine(FrameLayout layout) {
        checkRows(layout);
        long pitch = layout.planes().getFirst().pitch();
        List<FramePlane> expected = inOneBuffer(layout.format(), layout.width(), layout.height(), pitch);
        for (int plane = 0; plane < expected.size(); plane++) {
            if (!layout.planes().get(plane).equals(expected.get(plane))) {
                throw new IllegalArgumentException("plane " + plane + " has "
                        + text(layout.planes().get(plane)) + ", but V4L2, which states the pitch of plane 0 alone, "
                        + "expects " + text(expected.get(plane)));
            }
        }
        return (int) pitch;
    }

    private static String text(FramePlane plane) {
        return "offset " + plane.offset() + " and pitch " + plane.pitch();
    }

    static void checkRows(FrameLayout layout) {
        if (!layout.hasRows()) {
            throw new IllegalArgumentException("V4L2 cannot describe " + layout + ": it has no modifiers");
        }
    }

    /** Returns {@code sizeimage}. */
    static int sizeImage(FrameLayout layout, int buffer) {
        long bytes = layout.bufferBytes(buffer);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("the picture takes " + bytes + " bytes in buffer " + buffer
                    + ", but V4L2 has 32 bits for the size of a picture");
        }
        return (int) bytes;
    }
}
