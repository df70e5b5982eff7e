// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import org.jspecify.annotations.Nullable;

/** Fills Java's heap down to the smallest object. For a JVM of its own: {@link ChildJvm}. */
public final class FullHeap implements AutoCloseable {
    private static final int LARGEST = 1 << 18;
    private static final int ATTEMPTS = 50;

    /** The last array. Each array refers to the one before. */
    private @Nullable Object all;

    public FullHeap() {
        for (int length = LARGEST; length > 0; length /= 2) {
            fillBy(length);
        }
    }

    private void fillBy(int length) {
        try {
            while (true) {
                Object[] next = new Object[length];
                next[0] = all;
                all = next;
            }
        } catch (OutOfMemoryError full) {
            // No array of this length fits any more.
        }
    }

    /** Fills memory that others free meanwhile, often enough that they meet a full heap repeatedly. */
    public void stayFull() {
        for (int i = 0; i < ATTEMPTS; i++) {
            fillBy(1);
        }
    }

    @Override
    public void close() {
        all = null;
    }
}
