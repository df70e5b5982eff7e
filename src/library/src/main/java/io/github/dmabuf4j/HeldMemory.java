// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of a buffer that this process holds by one or more descriptors: that of the buffer and those of its duplicates. Adds it
 * to {@link LiveBuffers} while there is at least one.
 *
 * <p>Plain atomic numbers: a LongAdder may need memory of Java, and a close must not fail.
 */
final class HeldMemory {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicLong CAPACITY = new AtomicLong();
    private static final AtomicLong USED = new AtomicLong();

    private static final AtomicIntegerFieldUpdater<HeldMemory> DESCRIPTORS =
            AtomicIntegerFieldUpdater.newUpdater(HeldMemory.class, "descriptors");

    private final long size;
    private volatile int descriptors;

    HeldMemory(long size) {
        this.size = size;
    }

    static LiveBuffers total() {
        return new LiveBuffers(COUNT.get(), USED.get(), CAPACITY.get());
    }

    /** This process has got a descriptor of it. Cannot fail. */
    void opened() {
        COUNT.incrementAndGet();
        CAPACITY.addAndGet(size);
        if (DESCRIPTORS.getAndIncrement(this) == 0) {
            USED.addAndGet(size);
        }
    }

    /** A descriptor was closed or given away. Cannot fail. */
    void gone() {
        COUNT.decrementAndGet();
        CAPACITY.addAndGet(-size);
        if (DESCRIPTORS.decrementAndGet(this) == 0) {
            USED.addAndGet(-size);
        }
    }
}
