// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Callers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A buffer in the list of {@link BufferLedger}. The list is linked through its entries, so that to add or to remove one needs no memory
 * of Java, and cannot fail. One lock guards the list.
 */
final class LedgerEntry {
    private static final Object LOCK = new Object();

    private static @Nullable LedgerEntry first;

    private final BufferResource buffer;
    private final Throwable site;
    private final long sinceMillis = System.currentTimeMillis();

    // Guarded by the lock.
    private @Nullable LedgerEntry previous;
    private @Nullable LedgerEntry next;
    private boolean isListed;

    /** An entry that is not in the list yet. */
    LedgerEntry(BufferResource buffer, Throwable site) {
        this.buffer = buffer;
        this.site = site;
    }

    /** Returns those in the list, the last one first. */
    static List<LedgerEntry> all() {
        List<LedgerEntry> all = new ArrayList<>();
        synchronized (LOCK) {
            for (LedgerEntry entry = first; entry != null; entry = entry.next) {
                all.add(entry);
            }
        }
        return all;
    }

    /** Empties the list. */
    static void removeAll() {
        all().forEach(LedgerEntry::remove);
    }

    /** Adds this to the list. */
    void add() {
        synchronized (LOCK) {
            next = first;
            if (next != null) {
                next.previous = this;
            }
            first = this;
            isListed = true;
        }
    }

    /** Removes this from the list, if it is there. */
    void remove() {
        synchronized (LOCK) {
            if (!isListed) {
                return;
            }
            isListed = false;
            if (next != null) {
                next.previous = previous;
            }
            if (previous == null) {
                first = next;
            } else {
                previous.next = next;
            }
        }
    }

    Throwable site() {
        return site;
    }

    long size() {
        return buffer.size();
    }

    List<StackTraceElement> stack() {
        return Callers.of(site);
    }

    /** Returns null where the buffer was closed meanwhile. */
    @Nullable
    RecordedBuffer recorded() {
        if (!buffer.acquireToEnd()) {
            return null;
        }
        try {
            return new RecordedBuffer(
                    buffer.knownInode(),
                    buffer.number(),
                    buffer.size(),
                    buffer.origin(),
                    Instant.ofEpochMilli(sinceMillis),
                    stack());
        } finally {
            buffer.release();
        }
    }
}
