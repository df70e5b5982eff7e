// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.util.OptionalLong;

/** What a process has allocated during a trace, and what became of it. */
final class ProcessSums {
    private final TracedProcess process;
    private long allocated;
    private long allocatedBytes;
    private long freed;
    private long freedBytes;
    private long longest;

    ProcessSums(TracedProcess process) {
        this.process = process;
    }

    void allocated(OptionalLong size) {
        allocated++;
        allocatedBytes += size.orElse(0);
    }

    void freed(OptionalLong size) {
        freed++;
        freedBytes += size.orElse(0);
    }

    /** Takes the age of a buffer, in nanoseconds. */
    void lived(long age) {
        longest = Math.max(longest, age);
    }

    TracedProcess process() {
        return process;
    }

    long allocated() {
        return allocated;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }

    long freed() {
        return freed;
    }

    long freedBytes() {
        return freedBytes;
    }

    long left() {
        return allocated - freed;
    }

    long leftBytes() {
        return allocatedBytes - freedBytes;
    }

    /** The greatest age that a buffer had when it was freed or at the end of the trace, in nanoseconds. */
    long longest() {
        return longest;
    }
}
