// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The buffers of a list of descriptors, each once.
 *
 * @param kept the first descriptor of each buffer
 * @param repeats the others
 * @param indexes for each descriptor of the list the index of its buffer in {@code kept}
 */
record DistinctBuffers(List<DmaBuf> kept, List<DmaBuf> repeats, List<Integer> indexes) {
    static DistinctBuffers of(List<DmaBuf> descriptors) throws DmaBufException {
        List<DmaBuf> kept = new ArrayList<>(descriptors.size());
        List<DmaBuf> repeats = new ArrayList<>(descriptors.size());
        List<Integer> indexes = new ArrayList<>(descriptors.size());
        Map<Long, Integer> known = new HashMap<>();
        for (DmaBuf descriptor : descriptors) {
            Integer before = known.putIfAbsent(descriptor.inode(), kept.size());
            indexes.add(before == null ? kept.size() : before);
            (before == null ? kept : repeats).add(descriptor);
        }
        // The same object twice is not a descriptor too many.
        repeats.removeAll(kept);
        return new DistinctBuffers(List.copyOf(kept), repeats, indexes);
    }

    /** Returns the layout with the indexes of {@link #kept}. */
    FrameLayout renumber(FrameLayout layout) {
        if (kept.size() == indexes.size()) {
            return layout;
        }
        return layout.withPlanes(layout.planes().stream()
                .map(plane -> plane.withBuffer(indexes.get(plane.buffer())))
                .toList());
    }

    void closeRepeats() {
        closeAll(repeats);
    }

    /** Uses no iterator, since memory may be short. */
    static void closeAll(List<DmaBuf> buffers) {
        for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i).close();
        }
    }
}
