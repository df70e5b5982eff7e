// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.stats.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot, and the part of it that is shown.
 *
 * @param all what was read
 * @param filter what the user wants to see
 * @param shown what the filter admits
 */
public record FilteredSnapshot(Snapshot all, BufferFilter filter, Snapshot shown) {
    public static FilteredSnapshot of(Snapshot all, BufferFilter filter) {
        return new FilteredSnapshot(all, filter, filter.of(all));
    }

    /** Notes that what is shown is not all; none without a filter. */
    public List<String> notes() {
        return filter.sentences(all, shown);
    }

    /** For JSON: the filter, and how many buffers there are; empty without a filter. */
    public Optional<Map<String, Object>> document() {
        return filter.document(all);
    }
}
