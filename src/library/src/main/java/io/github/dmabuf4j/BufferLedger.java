// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A ledger of the live buffers of this JVM, with the places in the program that allocated, adopted, received or duplicated them. It
 * answers what the program still references: a buffer that was dropped is reported by the log ({@link DmaBuf}).
 *
 * <p>The ledger is off until {@link #start} is called, or from the first buffer on where the system property
 * {@code io.github.dmabuf4j.ledger} is {@code true}. It has the buffers that were opened while it was on, until their descriptor is
 * closed or detached. While it is on, each buffer costs a stack trace, which is a quarter of an allocation of 4 KiB.
 *
 * <p>It can be read here, by JMX ({@link BufferMBeans}), and as the event {@code dmabuf4j.AllocationSite} of Flight Recorder. All
 * methods can be called by any thread.
 */
public final class BufferLedger {
    /** Turns the ledger on at the start. */
    static final String PROPERTY = "io.github.dmabuf4j.ledger";

    private static volatile boolean running = Boolean.getBoolean(PROPERTY);

    private BufferLedger() {}

    /** Records the buffers that are opened from now on. Does nothing where the ledger is on already. */
    public static void start() {
        running = true;
    }

    /** Records no more buffers, and forgets those that it has. */
    public static void stop() {
        running = false;
        LedgerEntry.removeAll();
    }

    /**
     * Returns whether the ledger is on.
     *
     * @return true between {@link #start} and {@link #stop}
     */
    public static boolean isRunning() {
        return running;
    }

    /** Makes the entry of a buffer that is to be opened; null while the ledger is off. */
    static @Nullable LedgerEntry entryOf(BufferResource buffer, @Nullable Throwable site) {
        if (!running) {
            return null;
        }
        return new LedgerEntry(buffer, site == null ? new Throwable("it was created here") : site);
    }

    /**
     * Returns the live buffers by the place that allocated them. Buffers have the same place where all calls that led to them are the
     * same, line by line.
     *
     * @return the places, the one with most bytes first; empty while the ledger is off
     */
    public static List<AllocationSite> sites() {
        return LedgerEntry.all().stream()
                .collect(groupingBy(LedgerEntry::stack, collectingAndThen(toList(), BufferLedger::siteOf)))
                .values()
                .stream()
                .sorted(Comparator.comparingLong(AllocationSite::bytes).reversed())
                .toList();
    }

    private static AllocationSite siteOf(List<LedgerEntry> buffers) {
        long bytes = buffers.stream().mapToLong(LedgerEntry::size).sum();
        return new AllocationSite(buffers.get(0).stack(), buffers.size(), bytes);
    }

    /**
     * Returns the live buffers. Reads the inode of each that was not read before, which is a system call.
     *
     * @return the buffers, the one that was opened last first; empty while the ledger is off
     */
    public static List<RecordedBuffer> buffers() {
        return LedgerEntry.all().stream()
                .map(LedgerEntry::recorded)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Returns a text for people: what this JVM holds, and the places that allocated most of it.
     *
     * @param most how many places to show
     * @return the lines
     */
    public static String report(int most) {
        List<AllocationSite> sites = sites();
        Stream<String> shown = sites.stream().limit(Math.max(0, most)).map(AllocationSite::toString);
        return Stream.concat(Stream.of(summary(sites)), shown).collect(joining("\n"));
    }

    private static String summary(List<AllocationSite> sites) {
        LiveBuffers live = LiveBuffers.now();
        String held = "this JVM holds " + live.count() + " buffers, " + live.memoryUsed() + " bytes";
        if (!running) {
            return held + "; the ledger is off";
        }
        long known = sites.stream().mapToLong(AllocationSite::count).sum();
        return held + "; opened before the ledger was on: " + Math.max(0, live.count() - known);
    }
}
