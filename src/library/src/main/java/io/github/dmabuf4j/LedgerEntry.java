// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A buffer in the list of {@link BufferLedger}. The list is linked through its entries, so that to add or to remove one needs no memory
 * of Java, and cannot fail. One lock guards the list.
 */
final class LedgerEntry {
    private static final Object LOCK = new Object();

    /** Those whose methods create buffers for the program. */
    private static final Set<String> PACKAGES =
            Set.of("io.github.dmabuf4j", "io.github.dmabuf4j.share", "io.github.dmabuf4j.testing");

    private static final String INTERNAL = "io.github.dmabuf4j.internal.";

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

    /** The calls that led to the buffer, without those of this library. */
    List<StackTraceElement> stack() {
        List<StackTraceElement> stack = List.of(site.getStackTrace());
        int start = 0;
        while (start < stack.size() && isOfLibrary(stack.get(start).getClassName())) {
            start++;
        }
        return stack.subList(start, stack.size());
    }

    private static boolean isOfLibrary(String type) {
        String packageName = type.substring(0, Math.max(0, type.lastIndexOf('.')));
        return PACKAGES.contains(packageName) || packageName.startsWith(INTERNAL);
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
