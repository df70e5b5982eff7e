// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Reclaim;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unmaps pages. Keeps the pages that the kernel has no memory to unmap (ENOMEM), and tries again with each later call
 * and after each garbage collection. Can be used by any thread.
 */
final class UnmapQueue {
    private static final Logger LOG = LoggerFactory.getLogger(Mapping.class);

    private final ToIntFunction<Mapping> munmap;
    private final Consumer<Runnable> afterCollection;

    /** A list that is linked through the mappings, so that adding one needs no memory of Java. */
    private final AtomicReference<@Nullable Mapping> kept = new AtomicReference<>();

    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * Makes an empty queue.
     *
     * @param munmap returns 0, or the negative errno
     * @param afterCollection runs an action once, after the next garbage collection
     */
    UnmapQueue(ToIntFunction<Mapping> munmap, Consumer<Runnable> afterCollection) {
        this.munmap = munmap;
        this.afterCollection = afterCollection;
    }

    /** Unmaps the pages, now or later, and then the pages that were kept before. */
    void unmap(Mapping mapping) {
        int result = unmapOrKeep(mapping);
        if (result == 0) {
            unmapKept();
        } else if (result == -LibC.ENOMEM()) {
            report(
                    mapping,
                    -result,
                    "the pages stay mapped until a later try, with the next release or after a garbage collection");
        }
        schedule();
    }

    private int unmapOrKeep(Mapping mapping) {
        int result = munmap.applyAsInt(mapping);
        if (result == 0) {
            Reclaim.freed();
        } else if (result == -LibC.ENOMEM()) {
            keep(mapping);
        } else {
            report(mapping, -result, "this is a defect of dmabuf4j");
        }
        return result;
    }

    private void keep(Mapping mapping) {
        Mapping next;
        do {
            next = kept.get();
            mapping.setNext(next);
        } while (!kept.compareAndSet(next, mapping));
    }

    /** Unmaps kept pages until the kernel has no memory again. The rest stays kept, also when this fails. */
    private void unmapKept() {
        Mapping left = kept.getAndSet(null);
        try {
            boolean refused = false;
            while (left != null && !refused) {
                Mapping mapping = left;
                left = mapping.next();
                refused = unmapOrKeep(mapping) == -LibC.ENOMEM();
            }
        } finally {
            keepAll(left);
        }
    }

    private void keepAll(@Nullable Mapping first) {
        Mapping mapping = first;
        while (mapping != null) {
            Mapping next = mapping.next();
            keep(mapping);
            mapping = next;
        }
    }

    private void schedule() {
        if (kept.get() == null || !scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            afterCollection.accept(this::collected);
        } catch (Throwable shortage) {
            // Java has no memory for it. The next call tries again.
            scheduled.set(false);
        }
    }

    private void collected() {
        scheduled.set(false);
        unmapKept();
        schedule();
    }

    private static void report(Mapping mapping, int errno, String consequence) {
        try {
            LOG.warn("munmap of {} bytes failed: {}; {}", mapping.length(), ErrorNumber.describe(errno), consequence);
        } catch (Throwable unusableLog) {
            // The pages are kept nevertheless.
        }
    }
}
