// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides the samples of a watch into windows of equally many samples. When there are too many windows, two become one, so that any
 * time is covered by at most {@link #MOST} windows, and the longer the time, the longer they are.
 */
final class SampleWindows {
    /** The most windows; a multiple of 2. */
    static final int MOST = 32;

    private static final int FIRST_LENGTH = 6;

    private final List<Instant> starts = new ArrayList<>();
    private int length = FIRST_LENGTH;
    private int samplesOfLast;

    /** Whether the next sample begins a window for which there is no room. */
    boolean isFull() {
        return starts.size() == MOST && isLastComplete();
    }

    /** Makes one window of two. */
    void halve() {
        List<Instant> kept = IntStream.range(0, starts.size() / 2)
                .mapToObj(pair -> starts.get(2 * pair))
                .toList();
        starts.clear();
        starts.addAll(kept);
        length *= 2;
        samplesOfLast = length;
    }

    void add(Instant time) {
        if (starts.isEmpty() || isLastComplete()) {
            starts.add(time);
            samplesOfLast = 0;
        }
        samplesOfLast++;
    }

    /** The index of the window that the last sample belongs to. */
    int last() {
        return starts.size() - 1;
    }

    boolean isLastComplete() {
        return samplesOfLast == length;
    }

    /** How many windows are complete. */
    int complete() {
        return isLastComplete() ? starts.size() : Math.max(0, last());
    }

    Instant start(int window) {
        return starts.get(window);
    }

    /** How many samples there were from the start of a window on. */
    int samplesSince(int window) {
        return (last() - window) * length + samplesOfLast;
    }
}
