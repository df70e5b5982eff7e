// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Rows of the formats that are 0xAARRGGBB themselves, the usual ones of displays: copies whole rows. */
record ArgbRows(int width, boolean hasAlpha) implements RowCodec {
    private static final ValueLayout.OfInt PIXEL = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int OPAQUE = 0xff00_0000;

    @Override
    public void read(FrameAccess frame, int y, int[] into) {
        MemorySegment.copy(frame.row(0, y), PIXEL, 0, into, 0, width);
        if (!hasAlpha) {
            for (int x = 0; x < width; x++) {
                into[x] |= OPAQUE;
            }
        }
    }

    @Override
    public void write(FrameAccess frame, int y, int[] from) {
        MemorySegment.copy(from, 0, frame.row(0, y), PIXEL, 0, width);
    }
}
