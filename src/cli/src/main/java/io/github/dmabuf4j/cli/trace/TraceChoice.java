// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.EventKind;
import java.time.Duration;
import java.util.Set;

/**
 * What a trace shows, and when it ends.
 *
 * @param kinds the events to show
 * @param summaryOnly whether to show no events
 * @param stacks whether to show where each buffer is made
 * @param count how many events to show at most
 * @param time how long to record at most
 */
public record TraceChoice(Set<EventKind> kinds, boolean summaryOnly, boolean stacks, long count, Duration time) {
    public TraceChoice {
        kinds = Set.copyOf(kinds);
    }
}
