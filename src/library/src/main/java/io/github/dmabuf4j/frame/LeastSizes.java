// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.DmaBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The least sizes of the buffers of a layout, in bytes: with them, the planes need not be looked at for each frame. */
final class LeastSizes {
    /** Of the last layout, since the frames of a channel mostly have the same one. Threads may race for it: it is immutable. */
    private static @Nullable LeastSizes last;

    private final FrameLayout layout;

    private final long[] bytes;

    private LeastSizes(FrameLayout layout) {
        this.layout = layout;
        this.bytes = new long[layout.buffers()];
        for (int plane = 0; plane < layout.planes().size(); plane++) {
            FramePlane where = layout.planes().get(plane);
            // Also a plane without rows begins within its buffer.
            long end = Math.max(layout.end(plane), where.offset() + 1);
            bytes[where.buffer()] = Math.max(bytes[where.buffer()], end);
        }
    }

    static LeastSizes of(FrameLayout layout) {
        LeastSizes known = last;
        if (known == null || !known.layout.equals(layout)) {
            known = new LeastSizes(layout);
            last = known;
        }
        return known;
    }

    /** The number of buffers. */
    int count() {
        return bytes.length;
    }

    /** Whether as many buffers as {@link #count} says are large enough. */
    boolean fit(List<DmaBuf> buffers) {
        for (int buffer = 0; buffer < bytes.length; buffer++) {
            if (buffers.get(buffer).size() < bytes[buffer]) {
                return false;
            }
        }
        return true;
    }
}
