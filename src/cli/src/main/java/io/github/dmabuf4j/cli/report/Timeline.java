// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report needs of a recording: the sums of each sample, and the whole of the first of each boot and of the last.
 * Samples of one boot are to be added in the order in which they were taken: where the clock was set back meanwhile, a
 * sample gets the time of the one before, so that no duration is negative.
 */
public final class Timeline {
    private final StringPool strings = new StringPool();
    private final List<SampleSummary> summaries = new ArrayList<>();
    private final Map<String, Snapshot> firsts = new HashMap<>();
    private final Map<String, Map<Long, Instant>> noVisibleHolder = new HashMap<>();
    private @Nullable Snapshot last;
    private final Map<String, Instant> latest = new HashMap<>();
    private final IncompleteSamples incomplete = new IncompleteSamples();
    private int setBack;
    private int contradicting;

    /** An empty one. */
    public Timeline() {}

    /**
     * Adds a sample.
     *
     * @param taken later than those before of its boot
     */
    public void add(Sample taken) {
        Snapshot snapshot = forward(taken.snapshot());
        Sample sample = new Sample(taken.reason(), snapshot);
        SampleSummary summary = SampleSummary.of(sample, strings);
        summaries.add(summary);
        firsts.putIfAbsent(summary.boot(), snapshot);
        noVisibleHolder.merge(summary.boot(), seenWithoutHolder(snapshot), Timeline::stillSince);
        last = snapshot;
        incomplete.add(snapshot);
        contradicting += snapshot.contradictions().isEmpty() ? 0 : 1;
    }

    /** With the time of the one before where the clock has been set back since. */
    private Snapshot forward(Snapshot taken) {
        Instant before = latest.getOrDefault(taken.bootId(), Instant.MIN);
        if (!taken.time().isBefore(before)) {
            latest.put(taken.bootId(), taken.time());
            return taken;
        }
        setBack++;
        return new Snapshot(
                before,
                taken.bootId(),
                taken.kernel(),
                taken.buffers(),
                taken.sources(),
                taken.vanished(),
                taken.contradictions());
    }

    private static Map<Long, Instant> seenWithoutHolder(Snapshot snapshot) {
        Map<Long, Instant> found = new HashMap<>();
        if (snapshot.provides(StatsCapability.HOLDERS)) {
            snapshot.buffers().stream()
                    .filter(buffer -> !buffer.heldByUserSpace())
                    .forEach(buffer -> found.put(buffer.inode(), snapshot.time()));
        }
        return found;
    }

    /** Those of now, with the time since which they have been so in each sample. */
    private static Map<Long, Instant> stillSince(Map<Long, Instant> before, Map<Long, Instant> now) {
        now.replaceAll((inode, time) -> before.getOrDefault(inode, time));
        return now;
    }

    List<SampleSummary> summaries() {
        return summaries;
    }

    /**
     * The last sample's snapshot.
     *
     * @return what was added last
     * @throws IllegalStateException where there is none
     */
    public Snapshot last() {
        Snapshot found = last;
        if (found == null) {
            throw new IllegalStateException("a report needs a sample");
        }
        return found;
    }

    /**
     * What growth is counted from: the first of the last one's boot, as inodes of another mean something else.
     *
     * @return the last where it is the only one of its boot
     */
    public Snapshot first() {
        return firsts.getOrDefault(last().bootId(), last());
    }

    int boots() {
        return firsts.size();
    }

    /** Whether there are two samples of the last boot. */
    boolean hasGrowth() {
        return summaries.stream()
                        .filter(summary -> summary.boot().equals(last().bootId()))
                        .limit(2)
                        .count()
                == 2;
    }

    SampleSummary peak() {
        return summaries.stream()
                .max(Comparator.comparingLong(SampleSummary::size))
                .orElseThrow();
    }

    /** How many samples lack something that was there and could not be read. */
    int incomplete() {
        return incomplete.samples();
    }

    /** How many samples have an earlier time than one before. */
    int setBack() {
        return setBack;
    }

    Instant earliest() {
        return summaries.stream()
                .map(SampleSummary::time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    Instant latest() {
        return summaries.stream()
                .map(SampleSummary::time)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** How many samples have a {@link Contradiction}. */
    int contradicting() {
        return contradicting;
    }

    /** What is said of the buffers without a visible holder of all samples. */
    NoHolderWording withoutHolder() {
        return NoHolderWording.of(summaries.stream()
                .filter(summary -> summary.noVisibleHolderSize().isPresent())
                .allMatch(SampleSummary::allHolders));
    }

    /** The last sample's buffers without a visible holder, those that have been so for longest first. */
    List<SuspectBuffer> suspects() {
        Map<Long, Instant> since = noVisibleHolder.getOrDefault(last().bootId(), Map.of());
        return last().buffers().stream()
                .filter(buffer -> since.containsKey(buffer.inode()))
                .map(buffer -> suspect(buffer, since.getOrDefault(buffer.inode(), last().time())))
                .sorted(Comparator.comparing(SuspectBuffer::since)
                        .thenComparingLong(one -> -one.buffer().size().orElse(0)))
                .toList();
    }

    private SuspectBuffer suspect(BufferInfo buffer, Instant since) {
        return new SuspectBuffer(buffer, since, since.equals(first().time()));
    }
}
