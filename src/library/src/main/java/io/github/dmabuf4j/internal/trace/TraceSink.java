// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

/** Receives what a trace has, in the order of time. */
public interface TraceSink {
    /** Something happened to a buffer. */
    void event(TraceEvent event);

    /**
     * Events were lost, because they came faster than they were read.
     *
     * @param count how many; 0 if the kernel does not know
     * @param processor where they happened
     */
    void lost(long count, int processor);

    /** A line is of an unknown form: of a newer kernel, say. */
    void notUnderstood(String line);
}
