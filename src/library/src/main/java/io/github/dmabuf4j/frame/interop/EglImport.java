// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A frame as the attributes of an EGL image ({@code EGL_EXT_image_dma_buf_import}).
 *
 * <pre>{@code
 * try (EglImport source = EglImport.of(frame)) {
 *     image = eglCreateImageKHR(display, EGL_NO_CONTEXT, EglImport.TARGET, NULL, source.attributes());
 * }
 * }</pre>
 *
 * <p>Who owns the descriptors: EGL does not take ownership. It makes references of its own within the call, so that this, and the
 * frame, may be closed after it, and the image keeps the memory. Until this is closed, the descriptors stay open and stand for the
 * same buffers, also if another thread closes the frame: a close of its buffers takes effect when this is closed.
 *
 * <p>The image shows what the buffers contain. A program that writes to them does so in an access scope ({@link Frame#access}) before
 * EGL reads, and reads in one after the drawing has ended ({@code glFinish}, or a fence of the buffer).
 *
 * <p>May be used by any thread. Needs what {@link Frame} needs.
 */
public final class EglImport implements AutoCloseable {
    /** {@code EGL_LINUX_DMA_BUF_EXT}: the target of {@code eglCreateImageKHR} and {@code eglCreateImage}, with no context and no buffer. */
    public static final int TARGET = 0x3270;

    private static final int EGL_NONE = 0x3038;
    private static final int EGL_HEIGHT = 0x3056;
    private static final int EGL_WIDTH = 0x3057;
    private static final int EGL_LINUX_DRM_FOURCC_EXT = 0x3271;

    /** {@code EGL_DMA_BUF_PLANE0_FD_EXT} and so on. The offset and the pitch of the plane follow each. */
    private static final int[] PLANE_FD = {0x3272, 0x3275, 0x3278, 0x3440};

    private static final int EGL_DMA_BUF_PLANE0_MODIFIER_LO_EXT = 0x3443;
    private static final int EGL_YUV_COLOR_SPACE_HINT_EXT = 0x327B;
    private static final int EGL_SAMPLE_RANGE_HINT_EXT = 0x327C;
    private static final int EGL_ITU_REC601_EXT = 0x327F;
    private static final int EGL_ITU_REC709_EXT = 0x3280;
    private static final int EGL_ITU_REC2020_EXT = 0x3281;
    private static final int EGL_YUV_FULL_RANGE_EXT = 0x3282;
    private static final int EGL_YUV_NARROW_RANGE_EXT = 0x3283;

    private final FrameHolds holds = new FrameHolds();
    private final List<Integer> list = new ArrayList<>();

    private EglImport() {}

    /**
     * Describes a frame, and holds its descriptors. The modifier is among the attributes if the frame has one, which needs
     * {@code EGL_EXT_image_dma_buf_import_modifiers}. If the frame has none ({@link Modifier#INVALID}), EGL asks the driver that
     * allocated the buffers.
     *
     * @param frame a frame with open buffers
     * @return the attributes, to be closed after the call of EGL
     * @throws IllegalArgumentException when an offset or a pitch has more than 31 bits, which EGL cannot represent
     * @throws IllegalStateException when a buffer of the frame is closed
     */
    public static EglImport of(Frame frame) {
        return describe(frame, frame.layout().modifier().isStated());
    }

    /**
     * Describes a linear frame without its modifier, for an EGL that lacks {@code EGL_EXT_image_dma_buf_import_modifiers}. Such an EGL
     * reads buffers of another device by rows.
     *
     * @param frame a frame with open buffers, and the modifier {@link Modifier#LINEAR} or none
     * @return the attributes, to be closed after the call of EGL
     * @throws IllegalArgumentException when the frame has another modifier, or as of {@link #of}
     * @throws IllegalStateException when a buffer of the frame is closed
     */
    public static EglImport withoutModifier(Frame frame) {
        Modifier modifier = frame.layout().modifier();
        if (modifier.isStated() && !modifier.isLinear()) {
            throw new IllegalArgumentException("a frame with modifier " + modifier
                    + " cannot be described without it: EGL would read the pixels in another arrangement");
        }
        return describe(frame, false);
    }

    private static EglImport describe(Frame frame, boolean withModifier) {
        EglImport source = new EglImport();
        try {
            source.addPicture(frame.layout());
            source.addPlanes(frame, withModifier);
            source.addHints(frame.layout());
            source.list.add(EGL_NONE);
            return source;
        } catch (Throwable failure) {
            source.close();
            throw failure;
        }
    }

    private void add(int attribute, int value) {
        list.add(attribute);
        list.add(value);
    }

    private void addPicture(FrameLayout layout) {
        add(EGL_WIDTH, layout.width());
        add(EGL_HEIGHT, layout.height());
        add(EGL_LINUX_DRM_FOURCC_EXT, layout.format().code());
    }

    private void addPlanes(Frame frame, boolean withModifier) {
        holds.hold(frame);
        List<FramePlane> planes = frame.layout().planes();
        for (int i = 0; i < planes.size(); i++) {
            FramePlane plane = planes.get(i);
            add(PLANE_FD[i], holds.fd(plane.buffer()));
            add(PLANE_FD[i] + 1, number(plane.offset(), "offset", i));
            add(PLANE_FD[i] + 2, number(plane.pitch(), "pitch", i));
            if (withModifier) {
                addModifier(i, frame.layout().modifier().value());
            }
        }
    }

    private static int number(long bytes, String what, int plane) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("plane " + plane + " has the " + what + " " + bytes
                    + ", but EGL takes at most " + Integer.MAX_VALUE + " bytes");
        }
        return (int) bytes;
    }

    private void addModifier(int plane, long modifier) {
        int low = EGL_DMA_BUF_PLANE0_MODIFIER_LO_EXT + 2 * plane;
        add(low, (int) modifier);
        add(low + 1, (int) (modifier >>> Integer.SIZE));
    }

    private void addHints(FrameLayout layout) {
        if (layout.format().isYuv()) {
            colorSpace(layout.color()).ifPresent(space -> add(EGL_YUV_COLOR_SPACE_HINT_EXT, space));
            sampleRange(layout.color().range()).ifPresent(range -> add(EGL_SAMPLE_RANGE_HINT_EXT, range));
        }
    }

    /** The code points of H.273 for the matrices that EGL knows. */
    private static OptionalInt colorSpace(FrameColor color) {
        return switch (color.matrix()) {
            case 1 -> OptionalInt.of(EGL_ITU_REC709_EXT);
            case 5, 6 -> OptionalInt.of(EGL_ITU_REC601_EXT);
            case 9 -> OptionalInt.of(EGL_ITU_REC2020_EXT);
            default -> OptionalInt.empty();
        };
    }

    private static OptionalInt sampleRange(ColorRange range) {
        return switch (range) {
            case FULL -> OptionalInt.of(EGL_YUV_FULL_RANGE_EXT);
            case LIMITED -> OptionalInt.of(EGL_YUV_NARROW_RANGE_EXT);
            case UNSPECIFIED -> OptionalInt.empty();
        };
    }

    /**
     * The attributes for {@code eglCreateImageKHR}, of type {@code EGLint}.
     *
     * @return pairs of attribute and value, and {@code EGL_NONE} at the end; valid until this is closed
     * @throws IllegalStateException when this is closed
     */
    public int[] attributes() {
        return numbers().toArray();
    }

    /**
     * The attributes for {@code eglCreateImage} of EGL 1.5, of type {@code EGLAttrib}, which has 64 bits on 64-bit machines.
     *
     * @return pairs of attribute and value, and {@code EGL_NONE} at the end; valid until this is closed
     * @throws IllegalStateException when this is closed
     */
    public long[] attribs() {
        // Half of a modifier is a number of 32 bits without a sign.
        return numbers().mapToLong(Integer::toUnsignedLong).toArray();
    }

    private IntStream numbers() {
        if (!holds.isOpen()) {
            throw new IllegalStateException("these attributes are closed: their descriptors may stand for other files");
        }
        return list.stream().mapToInt(Integer::intValue);
    }

    /** Lets go of the descriptors, and closes none. Further calls do nothing. */
    @Override
    public void close() {
        holds.close();
    }

    @Override
    public String toString() {
        return "EglImport" + Arrays.toString(list.toArray());
    }
}
