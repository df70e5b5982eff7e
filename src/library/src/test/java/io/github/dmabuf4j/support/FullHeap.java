// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import org.jspecify.annotations.Nullable;

/** Takes all the memory that Java has, down to the smallest object. For a process of its own: {@link ChildJvm}. */
public final class FullHeap implements AutoCloseable {
    private static final int LARGEST = 1 << 18;
    private static final int ATTEMPTS = 50;

    /** Each array refers to the one before. */
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
            // Of arrays of this length.
        }
    }

    /** Takes what others give back meanwhile, often enough that they meet a full heap again and again. */
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
