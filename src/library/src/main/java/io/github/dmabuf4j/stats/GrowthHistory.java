// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The sizes of one thing within a time, and the last one before it. Of sizes that follow each other closely the smallest is kept, so
 * that there are never many. For one thread at a time.
 */
final class GrowthHistory {
    /** Longer than any machine runs; added to a clock of nanoseconds it does not overflow a long. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final int PARTS = 64;

    private final long window;
    private final Deque<Size> sizes = new ArrayDeque<>();

    /**
     * A size.
     *
     * @param at the time, by a clock of nanoseconds
     */
    private record Size(long at, long bytes) {}

    /**
     * An empty history.
     *
     * @param window the time in which growth counts
     * @param absent when the thing was not there; empty if that is not known
     */
    GrowthHistory(Duration window, Optional<Long> absent) {
        this.window = (window.compareTo(LONGEST) < 0 ? window : LONGEST).toNanos();
        absent.ifPresent(at -> sizes.add(new Size(at, 0)));
    }

    /**
     * Adds a size. Returns the most by which it has grown within the window. Where an earlier size is older than the window, the growth
     * since then counts in proportion.
     */
    long growth(long now, long bytes) {
        long most = 0;
        for (Size earlier : sizes) {
            long age = Math.max(now - earlier.at(), window);
            most = Math.max(most, (long) ((double) (bytes - earlier.bytes()) * window / age));
        }
        add(now, bytes);
        forgetBefore(now - window);
        return most;
    }

    private void add(long now, long bytes) {
        Size last = sizes.peekLast();
        if (last != null && now - last.at() < window / PARTS) {
            sizes.removeLast();
            sizes.add(new Size(last.at(), Math.min(last.bytes(), bytes)));
        } else {
            sizes.add(new Size(now, bytes));
        }
    }

    /** How many sizes are kept. */
    int kept() {
        return sizes.size();
    }

    /** Keeps the youngest of those that are older: the next size may come after the window. */
    private void forgetBefore(long start) {
        Size oldest = sizes.removeFirst();
        while (!sizes.isEmpty() && sizes.getFirst().at() - start <= 0) {
            oldest = sizes.removeFirst();
        }
        sizes.addFirst(oldest);
    }
}
