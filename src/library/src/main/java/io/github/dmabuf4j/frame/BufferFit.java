// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.DmaBuf;
import java.util.List;

/** Whether the planes of a layout lie within their buffers, and these are open. */
final class BufferFit {
    private BufferFit() {}

    static void check(FrameLayout layout, List<DmaBuf> buffers) {
        LeastSizes least = LeastSizes.of(layout);
        if (buffers.size() != least.count()) {
            throw new IllegalArgumentException("the planes of " + layout + " lie in " + layout.buffers()
                    + (layout.buffers() == 1 ? " buffer" : " buffers") + ", not in " + buffers.size());
        }
        for (int buffer = 0; buffer < buffers.size(); buffer++) {
            if (!buffers.get(buffer).isOpen()) {
                throw new IllegalStateException("buffer " + buffer + " of the frame is closed: " + buffers.get(buffer));
            }
        }
        if (!least.fit(buffers)) {
            refuse(layout, buffers);
        }
    }

    /** Names the first plane that does not lie within its buffer. */
    private static void refuse(FrameLayout layout, List<DmaBuf> buffers) {
        for (int plane = 0; plane < layout.planes().size(); plane++) {
            FramePlane where = layout.planes().get(plane);
            check(layout, plane, where, buffers.get(where.buffer()).size());
        }
    }

    private static void check(FrameLayout layout, int plane, FramePlane where, long size) {
        if (where.offset() >= size) {
            throw new IllegalArgumentException("plane " + plane + " begins at offset " + where.offset()
                    + ", beyond the end of its buffer of " + size + " bytes");
        }
        if (layout.end(plane) > size) {
            throw new IllegalArgumentException("plane " + plane + " (" + layout.rows(plane) + " rows " + where.pitch()
                    + " bytes apart, from offset " + where.offset() + ") ends at " + layout.end(plane)
                    + ", beyond the end of its buffer of " + size + " bytes");
        }
    }
}
