// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots for many readers, such as the gauges of a metrics library or the clients of a server: a snapshot is taken when somebody
 * asks for one and the last is too old. However many ask, the kernel is read at most once in that time.
 *
 * <p>All methods may be called by any thread. Threads that ask while a snapshot is taken wait for it.
 */
public final class SnapshotCache {
    private final MachineStats stats;
    private final long maxAge;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long end;
    private @Nullable Snapshot latest;
    private @Nullable DmaBufException failure;
    private volatile SnapshotCost cost = SnapshotCost.NONE;

    private SnapshotCache(MachineStats stats, Duration maxAge, LongSupplier clock) {
        this.stats = stats;
        this.maxAge = maxAge.toNanos();
        this.clock = clock;
    }

    /**
     * Makes a cache without a snapshot.
     *
     * @param stats what to take snapshots of; it stays the caller's to close
     * @param maxAge how long a snapshot is handed out, from the end of its reading on
     * @return the cache
     * @throws IllegalArgumentException if the time is negative
     * @throws ArithmeticException if the time is longer than 292 years
     */
    public static SnapshotCache of(MachineStats stats, Duration maxAge) {
        return of(stats, maxAge, System::nanoTime);
    }

    /** For tests: with another clock of nanoseconds. */
    static SnapshotCache of(MachineStats stats, Duration maxAge, LongSupplier clock) {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("a snapshot cannot be handed out for " + maxAge);
        }
        return new SnapshotCache(stats, maxAge, clock);
    }

    /**
     * Returns the last snapshot, or takes one if that is too old.
     *
     * @return a snapshot whose reading ended at most the maximum age ago
     * @throws DmaBufException if it could not be taken, as {@link MachineStats#snapshot}. Until the maximum age has passed, further
     *     calls throw the same exception and read nothing
     */
    public Snapshot get() throws DmaBufException {
        lock.lock();
        try {
            if (isOutdated()) {
                take();
            }
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(latest);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOutdated() {
        boolean none = latest == null && failure == null;
        return none || clock.getAsLong() - end >= maxAge;
    }

    private void take() {
        latest = null;
        failure = null;
        long start = clock.getAsLong();
        try {
            latest = stats.snapshot();
        } catch (DmaBufException refused) {
            failure = refused;
        } finally {
            end = clock.getAsLong();
            cost = cost.plus(Duration.ofNanos(end - start), latest != null);
        }
    }

    /**
     * Returns what the snapshots have cost. Does not take one, and does not wait.
     *
     * @return their number and time
     */
    public SnapshotCost cost() {
        return cost;
    }
}
