// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.Contradiction;
import io.github.dmabuf4j.stats.ProcessEnd;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a report needs of a recording: the sums of each sample, and the snapshots of the first sample of each boot and of the
 * last sample. Samples of one boot must be added in the order in which they were taken. Where the clock was set back between
 * two samples, the later one gets the time of the earlier one, so that no duration is negative.
 */
public final class Timeline {
    private final StringPool strings = new StringPool();
    private final List<SampleSummary> summaries = new ArrayList<>();
    private final Map<String, Snapshot> firsts = new HashMap<>();
    private final Map<String, Map<Long, Instant>> noVisibleHolder = new HashMap<>();
    private @Nullable Snapshot last;
    private final Map<String, Instant> latest = new HashMap<>();
    private final IncompleteSamples incomplete = new IncompleteSamples();
    private final List<EndedProcess> ended = new ArrayList<>();
    private int setBack;
    private int contradicting;

    /** Creates an empty timeline. */
    public Timeline() {}

    /**
     * Adds a sample.
     *
     * @param taken was taken later than the samples of its boot that were added before
     */
    public void add(Sample taken) {
        Snapshot snapshot = forward(taken.snapshot());
        Sample sample = new Sample(taken.reason(), snapshot, taken.triggers());
        addEnded(sample);
        SampleSummary summary = SampleSummary.of(sample, strings);
        summaries.add(summary);
        firsts.putIfAbsent(summary.boot(), snapshot);
        noVisibleHolder.merge(summary.boot(), seenWithoutHolder(snapshot), Timeline::stillSince);
        last = snapshot;
        incomplete.add(snapshot);
        contradicting += snapshot.contradictions().isEmpty() ? 0 : 1;
    }

    private void addEnded(Sample sample) {
        Optional<Snapshot> before = Optional.ofNullable(last);
        for (Trigger trigger : sample.triggers()) {
            if (trigger instanceof ProcessEnd end) {
                ended.add(EndedProcess.between(before, end, sample.snapshot()));
            }
        }
    }

    /** The processes that have ended, as far as samples were taken for that. */
    List<EndedProcess> ended() {
        return ended;
    }

    /** The snapshot, with the time of the one before where the clock was set back between them. */
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

    /** The inodes of {@code now}, each with the time since which it has been without a holder in every sample. */
    private static Map<Long, Instant> stillSince(Map<Long, Instant> before, Map<Long, Instant> now) {
        now.replaceAll((inode, time) -> before.getOrDefault(inode, time));
        return now;
    }

    /** Whether no sample was added. */
    public boolean isEmpty() {
        return summaries.isEmpty();
    }

    List<SampleSummary> summaries() {
        return summaries;
    }

    /**
     * The snapshot of the sample that was added last.
     *
     * @return the snapshot
     * @throws IllegalStateException when no sample was added
     */
    public Snapshot last() {
        Snapshot found = last;
        if (found == null) {
            throw new IllegalStateException("a report needs a sample");
        }
        return found;
    }

    /**
     * The snapshot that growth is counted from: the first of the boot of the last sample. Inodes of another boot belong to other
     * buffers.
     *
     * @return the snapshot; the last one where it is the only one of its boot
     */
    public Snapshot first() {
        return firsts.getOrDefault(last().bootId(), last());
    }

    int boots() {
        return firsts.size();
    }

    /** Whether the last boot has two samples or more. */
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

    /** The number of samples that lack something that exists and could not be read. */
    int incomplete() {
        return incomplete.samples();
    }

    /** The number of samples that had an earlier time than the sample before. */
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

    /** The number of samples with a {@link Contradiction}. */
    int contradicting() {
        return contradicting;
    }

    /** How to refer to the buffers without a visible holder of all samples. */
    NoHolderWording withoutHolder() {
        return NoHolderWording.of(summaries.stream()
                .filter(summary -> summary.noVisibleHolderSize().isPresent())
                .allMatch(SampleSummary::allHolders));
    }

    /** The buffers of the last sample without a visible holder; those without one for longest are first. */
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
