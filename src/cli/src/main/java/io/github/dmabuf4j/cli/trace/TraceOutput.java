// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceSource;
import java.io.IOException;
import java.util.Set;

/** Prints a trace. */
interface TraceOutput {
    /**
     * The kernel records from now on.
     *
     * @param source what the kernel reports the events by
     * @param missing the events that this kernel does not report
     * @param hasEvents whether events follow, not the summary alone
     */
    void begin(TraceSource source, Set<EventKind> missing, boolean hasEvents) throws IOException;

    void event(TracedEvent event) throws IOException;

    /** Events were lost on a processor; the count is 0 if it is not known. */
    void lost(long count, int processor) throws IOException;

    void end(TraceSummary summary) throws IOException;
}
