// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.sys.Headroom;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What EGL writes when it exports an image ({@code EGL_MESA_image_dma_buf_export}), and the frame made of it. It consists of the arrays
 * that the two functions fill.
 *
 * <pre>{@code
 * try (EglExport export = new EglExport()) {
 *     if (eglExportDMABUFImageQueryMESA(display, image, export.fourcc(), export.planes(), export.modifiers())
 *             && eglExportDMABUFImageMESA(display, image, export.fds(), export.strides(), export.offsets())) {
 *         frame = export.toFrame(width, height);
 *     }
 * }
 * }</pre>
 *
 * <p>Who owns the descriptors: EGL gives them to the caller. From the moment when they are in {@link #fds} they belong to this object,
 * which closes them, and {@link #toFrame} gives them to the frame. No other code may close them.
 *
 * <p>An image can be exported several times. Each export has descriptors of its own, of the same buffers, and needs an object of its own:
 * EGL would overwrite the descriptors that are in this one.
 *
 * <p>For one thread at a time. Needs what {@link Frame} needs.
 */
public final class EglExport implements AutoCloseable {
    /** The most planes that a frame has. */
    private static final int MOST_PLANES = 4;

    /** In the place of a descriptor: the plane lies in the buffer of the plane before. */
    private static final int NO_FD = -1;

    private final int[] fourcc = new int[1];
    private final int[] planes = new int[1];
    private final long[] modifiers = new long[MOST_PLANES];
    private final int[] fds = new int[MOST_PLANES];
    private final int[] strides = new int[MOST_PLANES];
    private final int[] offsets = new int[MOST_PLANES];

    /** Creates empty arrays. */
    public EglExport() {
        Arrays.fill(fds, NO_FD);
    }

    /**
     * The format.
     *
     * @return the array of 1 number that {@code eglExportDMABUFImageQueryMESA} fills
     */
    public int[] fourcc() {
        return fourcc;
    }

    /**
     * The number of planes.
     *
     * @return the array of 1 number that {@code eglExportDMABUFImageQueryMESA} fills
     */
    public int[] planes() {
        return planes;
    }

    /**
     * The modifier, once for each plane.
     *
     * @return the array of 4 numbers that {@code eglExportDMABUFImageQueryMESA} fills
     */
    public long[] modifiers() {
        return modifiers;
    }

    /**
     * The descriptors. A plane without one lies in the buffer of the plane before.
     *
     * @return the array of 4 numbers that {@code eglExportDMABUFImageMESA} fills, -1 where no descriptor is
     */
    public int[] fds() {
        return fds;
    }

    /**
     * The distance from row to row of each plane.
     *
     * @return the array of 4 numbers of bytes that {@code eglExportDMABUFImageMESA} fills
     */
    public int[] strides() {
        return strides;
    }

    /**
     * Where each plane begins in its buffer.
     *
     * @return the array of 4 numbers of bytes that {@code eglExportDMABUFImageMESA} fills
     */
    public int[] offsets() {
        return offsets;
    }

    /**
     * Makes a frame of what EGL has written. It gets the descriptors; on failure they are closed. After both, this is empty.
     *
     * @param width of the image in pixels, which EGL does not report
     * @param height of the image in pixels
     * @return a frame that owns its buffers, to be closed by the caller
     * @throws DmaBufException when there is no descriptor for the first plane (errno 0), as Mesa's software renderer of version 25.0
     *     reports success for an image that was itself imported; or a descriptor is not a DMA-BUF, as of {@link DmaBuf#adopt}
     * @throws IllegalArgumentException when the format is unknown, the planes have several modifiers, or they do not fit into the
     *     buffers
     */
    public Frame toFrame(int width, int height) throws DmaBufException {
        // Of the greatest length: to add a buffer then needs no memory, so none is lost.
        List<DmaBuf> adopted = new ArrayList<>(MOST_PLANES);
        boolean isMade = false;
        try {
            FrameLayout layout = layout(width, height, buffersOfPlanes());
            adopt(adopted);
            Frame frame = Frame.owning(layout, adopted);
            isMade = true;
            return frame;
        } finally {
            if (!isMade) {
                OwnedBuffers.closeAll(adopted);
            }
            close();
        }
    }

    /** The index of each plane's buffer. A driver may also repeat a descriptor. */
    private int[] buffersOfPlanes() throws DmaBufException {
        int[] buffers = new int[checkedPlanes()];
        int count = 0;
        for (int plane = 0; plane < buffers.length; plane++) {
            int first = firstWith(fds[plane]);
            if (fds[plane] < 0) {
                buffers[plane] = buffers[plane - 1];
            } else {
                buffers[plane] = first < plane ? buffers[first] : count++;
            }
        }
        return buffers;
    }

    private int checkedPlanes() throws DmaBufException {
        if (planes[0] < 1 || planes[0] > MOST_PLANES) {
            throw new IllegalArgumentException("EGL reported " + planes[0] + " planes, but a frame has 1 to "
                    + MOST_PLANES + ": eglExportDMABUFImageQueryMESA must succeed first");
        }
        if (fds[0] < 0) {
            throw new DmaBufException(
                    "eglExportDMABUFImageMESA",
                    "plane 0",
                    0,
                    "EGL returned no descriptor: it cannot export this image");
        }
        return planes[0];
    }

    private int firstWith(int fd) {
        int plane = 0;
        while (fds[plane] != fd) {
            plane++;
        }
        return plane;
    }

    private FrameLayout layout(int width, int height, int... buffers) {
        List<FramePlane> where = new ArrayList<>();
        for (int plane = 0; plane < buffers.length; plane++) {
            checkModifier(plane);
            where.add(new FramePlane(buffers[plane], offsets[plane], strides[plane]));
        }
        DrmFormat format = DrmFormat.of(fourcc[0]);
        return new FrameLayout(width, height, format, new Modifier(modifiers[0]), where, FrameColor.UNSPECIFIED);
    }

    private void checkModifier(int plane) {
        if (modifiers[plane] != modifiers[0]) {
            throw new IllegalArgumentException("plane " + plane + " has the modifier " + new Modifier(modifiers[plane])
                    + ", but plane 0 has " + new Modifier(modifiers[0]) + ": a frame has one");
        }
    }

    private void adopt(List<DmaBuf> adopted) throws DmaBufException {
        for (int plane = 0; plane < planes[0]; plane++) {
            int fd = fds[plane];
            if (fd >= 0) {
                // Nothing may fail between the two: a descriptor with two owners would be closed twice.
                Headroom.toBegin();
                DmaBuf buffer = DmaBuf.adopt(fd);
                forget(fd);
                adopted.add(buffer);
            }
        }
    }

    private void forget(int fd) {
        for (int plane = 0; plane < MOST_PLANES; plane++) {
            if (fds[plane] == fd) {
                fds[plane] = NO_FD;
            }
        }
    }

    /** Closes the descriptors that no frame has got. Further calls do nothing. */
    @Override
    public void close() {
        for (int plane = 0; plane < MOST_PLANES; plane++) {
            int fd = fds[plane];
            if (fd >= 0) {
                forget(fd);
                Sys.close(fd);
            }
        }
    }
}
