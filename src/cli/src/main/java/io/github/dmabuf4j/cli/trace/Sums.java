// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What was allocated during a trace by a process, say, and what became of it.
 *
 * @param <K> who allocated
 */
final class Sums<K> {
    private final K who;
    private long allocated;
    private long allocatedBytes;
    private long freed;
    private long freedBytes;
    private long longest;

    /** Has these sums now, and what will be added to them. */
    private @Nullable Sums<K> whole;

    Sums(K who) {
        this.who = who;
    }

    void allocated(OptionalLong size) {
        allocated++;
        allocatedBytes += size.orElse(0);
    }

    void freed(OptionalLong size) {
        if (whole != null) {
            whole.freed(size);
            return;
        }
        freed++;
        freedBytes += size.orElse(0);
    }

    /** Takes the age of a buffer, in nanoseconds. */
    void lived(long age) {
        if (whole != null) {
            whole.lived(age);
            return;
        }
        longest = Math.max(longest, age);
    }

    /** Adds these sums to others. What comes later for these buffers goes there too; nothing is allocated here any more. */
    void joins(Sums<K> others) {
        others.allocated += allocated;
        others.allocatedBytes += allocatedBytes;
        others.freed += freed;
        others.freedBytes += freedBytes;
        others.longest = Math.max(others.longest, longest);
        whole = others;
    }

    K who() {
        return who;
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
