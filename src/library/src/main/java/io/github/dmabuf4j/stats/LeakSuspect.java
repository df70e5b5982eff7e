// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a {@link LeakWatch} suspects of a leak.
 *
 * @param subject whose buffers
 * @param growth the buffers that came since then and stayed, less those that were there and went. Buffers of the last quarter of the
 *     time are left out: it is not known yet whether they stay. Of buffers that no process holds, all of them
 * @param now all buffers of the subject in the last sample that had any
 * @param since when the growth began, or since when the first of the buffers has had no holder; the time of a sample
 * @param samples how many samples there were from then on
 * @param bytesPerHour the rate of the growth; 0 for buffers that no process holds
 * @param inodes the first of these buffers, at most {@link #INODES}; unsigned
 * @param isOver whether the process has ended, or the machine has been started again, while the growth went on. Its buffers may be gone
 */
public record LeakSuspect(
        LeakSubject subject,
        Amount growth,
        Amount now,
        Instant since,
        int samples,
        long bytesPerHour,
        List<Long> inodes,
        boolean isOver) {
    /** The longest list of inodes. */
    public static final int INODES = 4;

    /** Those that say most first. What has grown counts as much as it is most of what the subject has. */
    static final Comparator<LeakSuspect> BY_SUSPICION = Comparator.comparing(LeakSuspect::isOver)
            .thenComparing(Comparator.comparingDouble(LeakSuspect::weight).reversed())
            .thenComparing(suspect -> suspect.subject().kind());

    /**
     * Copies the list.
     *
     * @param subject whose buffers
     * @param growth what came and stayed
     * @param now all of its buffers
     * @param since when it began
     * @param samples the samples from then on
     * @param bytesPerHour the rate
     * @param inodes the first of these buffers
     * @param isOver whether its process has ended
     */
    public LeakSuspect {
        inodes = List.copyOf(inodes);
    }

    LeakSuspect over() {
        return new LeakSuspect(subject, growth, now, since, samples, bytesPerHour, inodes, true);
    }

    private double weight() {
        // A buffer of unknown size counts as one byte.
        double grown = growth.bytes() + growth.buffers();
        return grown * grown / Math.max(1, (double) now.bytes() + now.buffers());
    }
}
