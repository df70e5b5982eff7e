// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private static final int RESERVED = 28;
    private static final int PLANES = 32;

    private static final int PLANE_BYTES = 24;
    private static final int PLANE_BUFFER = 0;
    private static final int PLANE_OFFSET = 8;
    private static final int PLANE_PITCH = 16;

    /** The index is the number in the message. */
    static final List<ColorRange> RANGES = List.of(ColorRange.UNSPECIFIED, ColorRange.LIMITED, ColorRange.FULL);

    private FrameBlock() {}

    /** Writes a description, which begins at {@code start}. */
    static void write(FrameLayout layout, ByteBuffer target, int start) {
        List<FramePlane> planes = layout.planes();
        target.putInt(start + WIDTH, layout.width());
        target.putInt(start + HEIGHT, layout.height());
        target.putInt(start + FORMAT, layout.format().code());
        target.putInt(start + PLANE_COUNT, planes.size());
        target.putLong(start + MODIFIER, layout.modifier().value());
        write(layout.color(), target, start);
        for (int at = PLANES; at < BYTES; at += Long.BYTES) {
            target.putLong(start + at, 0);
        }
        for (int i = 0; i < planes.size(); i++) {
            write(planes.get(i), target, start + PLANES + i * PLANE_BYTES);
        }
    }

    private static void write(FrameColor color, ByteBuffer target, int start) {
        target.put(start + PRIMARIES, (byte) color.primaries());
        target.put(start + TRANSFER, (byte) color.transfer());
        target.put(start + MATRIX, (byte) color.matrix());
        target.put(start + RANGE, (byte) RANGES.indexOf(color.range()));
        target.putInt(start + RESERVED, 0);
    }

    private static void write(FramePlane plane, ByteBuffer target, int start) {
        target.putInt(start + PLANE_BUFFER, plane.buffer());
        target.putLong(start + PLANE_OFFSET, plane.offset());
        target.putLong(start + PLANE_PITCH, plane.pitch());
    }

    /** Reads the descriptions of a channel's frames, most of which are the same as the one before: that is read once. */
    static final class Reader {
        private final long[] known = new long[BYTES / Long.BYTES];

        /** The words of the last description up to the end of its last plane. */
        private int words;

        private @Nullable FrameLayout layout;

        /**
         * Reads a description, which begins at {@code start}.
         *
         * @throws IllegalArgumentException when it is not valid, with the reason
         */
        FrameLayout read(ByteBuffer source, int start) {
            FrameLayout last = layout;
            if (last != null && isKnown(source, start)) {
                return last;
            }
            // Of a description that is not valid, nothing is remembered.
            layout = null;
            for (int i = 0; i < known.length; i++) {
                known[i] = source.getLong(start + i * Long.BYTES);
            }
            FrameLayout read = FrameBlock.read(source, start);
            words = (PLANES + read.planes().size() * PLANE_BYTES) / Long.BYTES;
            layout = read;
            return read;
        }

        private boolean isKnown(ByteBuffer source, int start) {
            for (int i = 0; i < words; i++) {
                if (source.getLong(start + i * Long.BYTES) != known[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static FrameLayout read(ByteBuffer source, int start) {
        return new FrameLayout(
                source.getInt(start + WIDTH),
                source.getInt(start + HEIGHT),
                DrmFormat.of(source.getInt(start + FORMAT)),
                new Modifier(source.getLong(start + MODIFIER)),
                planes(source, start),
                color(source, start));
    }

    private static List<FramePlane> planes(ByteBuffer source, int start) {
        int count = source.getInt(start + PLANE_COUNT);
        if (count < 1 || count > MAX_PLANES) {
            throw new IllegalArgumentException(
                    "a frame has 1 to " + MAX_PLANES + " planes, not " + Integer.toUnsignedString(count));
        }
        List<FramePlane> planes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int plane = start + PLANES + i * PLANE_BYTES;
            planes.add(new FramePlane(
                    source.getInt(plane + PLANE_BUFFER),
                    source.getLong(plane + PLANE_OFFSET),
                    source.getLong(plane + PLANE_PITCH)));
        }
        return planes;
    }

    private static FrameColor color(ByteBuffer source, int start) {
        int range = code(source, start + RANGE);
        if (range >= RANGES.size()) {
            throw new IllegalArgumentException("the colour range is " + range + ", not 0 to " + (RANGES.size() - 1));
        }
        return new FrameColor(
                code(source, start + PRIMARIES),
                code(source, start + TRANSFER),
                code(source, start + MATRIX),
                RANGES.get(range));
    }

    private static int code(ByteBuffer source, int at) {
        return source.get(at) & 0xff;
    }
}
