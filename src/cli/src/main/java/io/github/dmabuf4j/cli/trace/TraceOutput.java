// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.io.IOException;

/** Prints a trace. */
interface TraceOutput {
    /**
     * The kernel records from now on.
     *
     * @param hasEvents whether events follow, not the summary alone
     */
    void begin(TraceStart start, boolean hasEvents) throws IOException;

    void event(TracedEvent event) throws IOException;

    /** Events were lost on a processor; the count is 0 if it is not known. */
    void lost(long count, int processor) throws IOException;

    void end(TraceSummary summary) throws IOException;
}
