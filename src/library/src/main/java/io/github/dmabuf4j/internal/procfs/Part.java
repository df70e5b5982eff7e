// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.List;

/**
 * What was read of a process: its descriptors or its mappings.
 *
 * @param isGone whether the process has ended
 * @param isEmpty whether nothing was seen: no descriptor at all, or no mapping of a buffer
 * @param buffers those of buffers
 */
record Part<T>(boolean isGone, boolean isEmpty, List<T> buffers) {
    static <T> Part<T> gone() {
        return new Part<>(true, true, List.of());
    }

    static <T> Part<T> empty() {
        return new Part<>(false, true, List.of());
    }
}
