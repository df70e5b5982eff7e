// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.filter;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.util.List;

/** One option of a filter. */
public interface Condition {
    /** The name of the option without its dashes. It is also the name of the member in JSON. */
    String option();

    /** The value of the option for JSON: a number, a text, a list of these, or true. */
    Object value();

    /** What a source must report of buffers. */
    StatsCapability needed();

    boolean admits(BufferInfo buffer);

    /** Whether what the condition is about is known of a buffer. One of which it is not known is not shown. */
    default boolean knows(BufferInfo buffer) {
        return true;
    }

    /** Whether to list a process that holds buffers which are shown. */
    default boolean admits(HoldingProcess process) {
        return true;
    }

    /** Sentences on values that no buffer has, and what there is instead. */
    default List<String> hints(Snapshot all) {
        return List.of();
    }
}
