// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.trace;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.internal.trace.EventKind;
import io.github.dmabuf4j.internal.trace.TraceEvent;
import io.github.dmabuf4j.stats.BufferInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The buffers of the machine during a trace, and the sums of the processes that made those which a filter admits. */
public final class TraceLedger {
    private final BufferFilter filter;
    private final Map<Long, TracedBuffer> buffers = new HashMap<>();
    private final SumsTable<TracedProcess> processes = new SumsTable<>(new TracedProcess(0, ""));
    private final SumsTable<TracedSite> sites = new SumsTable<>(new TracedSite("", List.of()));
    private long withoutSite;
    private long endedUnseen;

    public TraceLedger(BufferFilter filter) {
        this.filter = filter;
    }

    /** Adds what the statistics list. Events that come later are of buffers that are among these, or were freed before. */
    public void add(Collection<BufferInfo> known) {
        known.forEach(info -> buffers.putIfAbsent(info.inode(), TracedBuffer.of(info)));
    }

    /** Takes an event. Returns it with what is known of its buffer; empty if the filter does not admit that. */
    Optional<TracedEvent> apply(TraceEvent event) {
        TracedBuffer buffer = buffers.computeIfAbsent(event.inode(), TracedBuffer::new);
        buffer.apply(event);
        boolean isAdmitted = admits(buffer, event);
        if (isAdmitted && !buffer.isCounted()) {
            withoutSite += buffer.isWithoutSite() ? 1 : 0;
            buffer.count(processes, sites);
        }
        if (event.kind() == EventKind.DETACH) {
            event.text().ifPresent(buffer::detached);
        }
        if (event.kind() == EventKind.FREE) {
            buffers.remove(event.inode());
            ended(buffer, event.nanos());
        }
        return isAdmitted ? Optional.of(TracedEvent.of(event, buffer)) : Optional.empty();
    }

    private boolean admits(TracedBuffer buffer, TraceEvent event) {
        if (filter.isForAll()) {
            return true;
        }
        buffer.use(event);
        return filter.admits(buffer.info());
    }

    private static void ended(TracedBuffer buffer, long now) {
        for (Sums<?> sums : buffer.sums()) {
            sums.freed(buffer.size());
            buffer.age(now).ifPresent(sums::lived);
        }
    }

    /** How many buffers it has: those of the machine, and those whose end was not seen. */
    int size() {
        return buffers.size();
    }

    /**
     * Takes the buffers as freed that are not there any more.
     *
     * @param there the inodes of all buffers of the machine
     */
    public void keepOnly(Set<Long> there) {
        buffers.entrySet().removeIf(entry -> {
            boolean isGone = !there.contains(entry.getKey());
            if (isGone) {
                goneUnseen(entry.getValue());
            }
            return isGone;
        });
    }

    /** Its age is not known. */
    private void goneUnseen(TracedBuffer buffer) {
        if (buffer.isCounted()) {
            endedUnseen++;
            buffer.sums().forEach(sums -> sums.freed(buffer.size()));
        }
    }

    /** How many buffers were made during the trace, of whose export no stack is known. */
    long withoutSite() {
        return withoutSite;
    }

    /** How many buffers are gone without an event that said so. */
    public long endedUnseen() {
        return endedUnseen;
    }

    /** Lets the buffers that are there have the age that they have now. */
    void age(long now) {
        for (TracedBuffer buffer : buffers.values()) {
            buffer.sums().forEach(sums -> buffer.age(now).ifPresent(sums::lived));
        }
    }

    /** The sums of all processes. */
    SumsTable<TracedProcess> processes() {
        return processes;
    }

    /** The sums of all places in programs, where stacks are known. */
    SumsTable<TracedSite> sites() {
        return sites;
    }
}
