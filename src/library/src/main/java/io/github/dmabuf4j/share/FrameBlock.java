// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The description of a frame in a message, {@code struct dmabuf4j_share_frame}. */
final class FrameBlock {
    static final int BYTES = 128;
    static final int MAX_PLANES = 4;

    private static final int WIDTH = 0;
    private static final int HEIGHT = 4;
    private static final int FORMAT = 8;
    private static final int PLANE_COUNT = 12;
    private static final int MODIFIER = 16;
    private static final int PRIMARIES = 24;
    private static final int TRANSFER = 25;
    private static final int MATRIX = 26;
    private static final int RANGE = 27;
    private static final int PLANES = 32;

    private static final int PLANE_BYTES = 24;
    private static final int PLANE_BUFFER = 0;
    private static final int PLANE_OFFSET = 8;
    private static final int PLANE_PITCH = 16;

    /** The index is the number in the message. */
    static final List<ColorRange> RANGES = List.of(ColorRange.UNSPECIFIED, ColorRange.LIMITED, ColorRange.FULL);

    private FrameBlock() {}

    static void write(FrameLayout layout, MemorySegment block) {
        block.fill((byte) 0);
        block.set(JAVA_INT, WIDTH, layout.width());
        block.set(JAVA_INT, HEIGHT, layout.height());
        block.set(JAVA_INT, FORMAT, layout.format().code());
        block.set(JAVA_LONG, MODIFIER, layout.modifier().value());
        write(layout.color(), block);
        List<FramePlane> planes = layout.planes();
        block.set(JAVA_INT, PLANE_COUNT, planes.size());
        for (int i = 0; i < planes.size(); i++) {
            write(planes.get(i), block.asSlice(PLANES + (long) i * PLANE_BYTES, PLANE_BYTES));
        }
    }

    private static void write(FrameColor color, MemorySegment block) {
        block.set(JAVA_BYTE, PRIMARIES, (byte) color.primaries());
        block.set(JAVA_BYTE, TRANSFER, (byte) color.transfer());
        block.set(JAVA_BYTE, MATRIX, (byte) color.matrix());
        block.set(JAVA_BYTE, RANGE, (byte) RANGES.indexOf(color.range()));
    }

    private static void write(FramePlane plane, MemorySegment target) {
        target.set(JAVA_INT, PLANE_BUFFER, plane.buffer());
        target.set(JAVA_LONG, PLANE_OFFSET, plane.offset());
        target.set(JAVA_LONG, PLANE_PITCH, plane.pitch());
    }

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException when it is not valid, with the reason
     */
    static FrameLayout read(MemorySegment block) {
        return new FrameLayout(
                block.get(JAVA_INT, WIDTH),
                block.get(JAVA_INT, HEIGHT),
                DrmFormat.of(block.get(JAVA_INT, FORMAT)),
                new Modifier(block.get(JAVA_LONG, MODIFIER)),
                planes(block),
                color(block));
    }

    private static List<FramePlane> planes(MemorySegment block) {
        int count = block.get(JAVA_INT, PLANE_COUNT);
        if (count < 1 || count > MAX_PLANES) {
            throw new IllegalArgumentException(
                    "a frame has 1 to " + MAX_PLANES + " planes, not " + Integer.toUnsignedString(count));
        }
        List<FramePlane> planes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MemorySegment plane = block.asSlice(PLANES + (long) i * PLANE_BYTES, PLANE_BYTES);
            planes.add(new FramePlane(
                    plane.get(JAVA_INT, PLANE_BUFFER),
                    plane.get(JAVA_LONG, PLANE_OFFSET),
                    plane.get(JAVA_LONG, PLANE_PITCH)));
        }
        return planes;
    }

    private static FrameColor color(MemorySegment block) {
        int range = code(block, RANGE);
        if (range >= RANGES.size()) {
            throw new IllegalArgumentException("the colour range is " + range + ", not 0 to " + (RANGES.size() - 1));
        }
        return new FrameColor(code(block, PRIMARIES), code(block, TRANSFER), code(block, MATRIX), RANGES.get(range));
    }

    private static int code(MemorySegment block, int offset) {
        return block.get(JAVA_BYTE, offset) & 0xff;
    }
}
