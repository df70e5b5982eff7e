// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The buffers that no process holds: since when, and who held them last. */
final class HolderlessBuffers {
    /** The kernel may need a moment to free what an ended process held. */
    private static final Duration AFTER_END = Duration.ofMinutes(1);

    private static final int LEAST_SAMPLES = 2;

    private final Optional<Duration> limit;
    private final ProcessLives lives;
    private Map<Long, State> buffers = new HashMap<>();

    /**
     * A buffer of the last sample.
     *
     * @param lastHolders who held it in the last sample in which somebody did
     * @param since the first sample from which on nobody has held it; null while somebody does
     * @param samples how many samples there were since
     */
    private record State(
            long inode,
            long size,
            Optional<String> exporter,
            List<HoldingProcess> lastHolders,
            @Nullable Instant since,
            int samples) {}

    /**
     * A buffer that nobody holds, for too long.
     *
     * @param samples how many samples there were since then
     */
    private record Left(LeakSubject subject, long inode, long size, Instant since, int samples) {}

    /** The limit is how long the kernel alone may hold a buffer; empty for ever. */
    HolderlessBuffers(Optional<Duration> limit, ProcessLives lives) {
        this.limit = limit;
        this.lives = lives;
    }

    void clear() {
        buffers.clear();
    }

    /** Takes the buffers of a sample. */
    void add(Snapshot snapshot, Instant time) {
        boolean allSeen = snapshot.provides(StatsCapability.ALL_HOLDERS);
        Map<Long, State> next = new HashMap<>();
        for (BufferInfo buffer : snapshot.buffers()) {
            next.put(buffer.inode(), state(buffer, time, allSeen));
        }
        buffers = next;
    }

    private State state(BufferInfo buffer, Instant time, boolean allSeen) {
        State before = buffers.get(buffer.inode());
        List<HoldingProcess> holders =
                buffer.holders().stream().map(Holder::process).toList();
        if (!holders.isEmpty() || before == null) {
            boolean isHeld = !holders.isEmpty() || !allSeen;
            return of(buffer, holders, isHeld ? null : time, isHeld ? 0 : 1);
        }
        // Where a process was not seen, that may hold it: nothing begins, and what has begun goes on.
        Instant since = before.since == null && allSeen ? time : before.since;
        return of(buffer, before.lastHolders, since, since == null ? 0 : before.samples + 1);
    }

    private static State of(BufferInfo buffer, List<HoldingProcess> last, @Nullable Instant since, int samples) {
        return new State(buffer.inode(), buffer.size().orElse(0), buffer.exporter(), last, since, samples);
    }

    Set<ProcessId> lastHolders() {
        return buffers.values().stream()
                .flatMap(buffer -> buffer.lastHolders.stream())
                .map(HoldingProcess::id)
                .collect(toSet());
    }

    /** The suspects at the time of the last sample. */
    List<LeakSuspect> suspects(Instant time) {
        return buffers.values().stream()
                .flatMap(buffer -> left(buffer, time).stream())
                .collect(groupingBy(Left::subject))
                .values()
                .stream()
                .map(HolderlessBuffers::suspect)
                .toList();
    }

    private Optional<Left> left(State buffer, Instant time) {
        Instant since = buffer.since;
        if (since == null) {
            return Optional.empty();
        }
        Duration age = Duration.between(since, time);
        if (age.compareTo(afterEnd()) >= 0 && buffer.samples >= LEAST_SAMPLES && haveEnded(buffer.lastHolders)) {
            LeakSubject process = LeakSubject.of(LeakKind.ENDED_PROCESS, buffer.lastHolders.get(0));
            return Optional.of(new Left(process, buffer.inode, buffer.size, since, buffer.samples));
        }
        LeakSubject exporter = LeakSubject.named(LeakKind.KERNEL_ALONE, buffer.exporter);
        return limit.filter(longest -> age.compareTo(longest) > 0)
                .map(longest -> new Left(exporter, buffer.inode, buffer.size, since, buffer.samples));
    }

    private Duration afterEnd() {
        return limit.filter(longest -> longest.compareTo(AFTER_END) < 0).orElse(AFTER_END);
    }

    private boolean haveEnded(List<HoldingProcess> processes) {
        return !processes.isEmpty()
                && processes.stream().map(HoldingProcess::id).allMatch(lives::hasEnded);
    }

    private static LeakSuspect suspect(List<Left> all) {
        List<Left> oldest = all.stream()
                .sorted(Comparator.comparing(Left::since).thenComparing(Left::inode, Long::compareUnsigned))
                .toList();
        Left first = oldest.get(0);
        Amount amount =
                new Amount(all.size(), all.stream().mapToLong(Left::size).sum());
        List<Long> inodes =
                oldest.stream().limit(LeakSuspect.INODES).map(Left::inode).toList();
        return new LeakSuspect(first.subject, amount, amount, first.since, first.samples, 0, inodes, false);
    }
}
