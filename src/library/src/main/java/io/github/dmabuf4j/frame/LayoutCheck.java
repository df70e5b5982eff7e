// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import java.util.List;

/** Checks a layout by itself, without its buffers. */
final class LayoutCheck {
    private LayoutCheck() {}

    static void check(int width, int height, DrmFormat format, Modifier modifier, List<FramePlane> planes) {
        checkSize(width, height);
        if (modifier.isLinear()) {
            checkLinear(format);
        }
        checkCount(format, modifier, planes.size());
        checkBuffers(planes);
        if (isByRows(modifier)) {
            for (int plane = 0; plane < planes.size(); plane++) {
                checkPitch(plane, planes.get(plane).pitch(), format.rowBytes(plane, width));
            }
        }
    }

    /** Whether a modifier adds no plane, and rows follow each other. */
    static boolean isByRows(Modifier modifier) {
        return modifier.isLinear() || !modifier.isStated();
    }

    static void checkSize(int width, int height) {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException(
                    "the width and the height of a picture must be at least 1 pixel, not " + width + "x" + height);
        }
    }

    static void checkLinear(DrmFormat format) {
        if (!format.hasLinearLayout()) {
            throw new IllegalArgumentException(format + " has no linear layout: it needs the modifier of a vendor");
        }
    }

    private static void checkCount(DrmFormat format, Modifier modifier, int count) {
        int least = format.planes();
        int most = isByRows(modifier) ? least : DrmFormat.maxPlanes();
        if (count < least || count > most) {
            String allowed = least == most ? String.valueOf(least) : least + " to " + most;
            throw new IllegalArgumentException("a picture in " + format + " with modifier " + modifier + " has "
                    + allowed + (most == 1 ? " plane" : " planes") + ", not " + count);
        }
    }

    private static void checkBuffers(List<FramePlane> planes) {
        int buffers = buffers(planes);
        for (int buffer = 0; buffer < buffers; buffer++) {
            if (!isUsed(buffer, planes)) {
                throw new IllegalArgumentException("no plane lies in buffer " + buffer + " of " + buffers
                        + ": number the buffers of the planes from 0 without gaps");
            }
        }
    }

    /** The number of buffers. Without streams, as the checks of each frame that arrives. */
    static int buffers(List<FramePlane> planes) {
        int last = -1;
        for (FramePlane plane : planes) {
            last = Math.max(last, plane.buffer());
        }
        return last + 1;
    }

    private static boolean isUsed(int buffer, List<FramePlane> planes) {
        for (FramePlane plane : planes) {
            if (plane.buffer() == buffer) {
                return true;
            }
        }
        return false;
    }

    private static void checkPitch(int plane, long pitch, long rowBytes) {
        if (pitch < rowBytes) {
            throw new IllegalArgumentException(
                    "plane " + plane + ": a pitch of " + pitch + " bytes is less than a row, which has " + rowBytes);
        }
    }
}
