// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The waits, by their descriptors. A descriptor is in the kernel's set as long as a wait needs it. The caller holds the lock of
 * the {@link Poller}. A call that throws may be repeated: each wait either is here or has ended, never both.
 */
final class Watches {
    private final Epoll set;
    private final Map<Integer, Watch> byDescriptor = new HashMap<>();

    Watches(Epoll set) {
        this.set = set;
    }

    /** All waits for one descriptor. */
    private static final class Watch {
        private final Set<Poller.Wait> waits = new LinkedHashSet<>();

        /** The events of all waits, and perhaps of some that have ended. */
        private int events;

        private boolean isEmpty() {
            return waits.isEmpty();
        }

        private void add(Poller.Wait wait) {
            waits.add(wait);
            events |= wait.events();
        }

        private void endReady(int happened, EndedWaits ended) {
            int left = 0;
            Iterator<Poller.Wait> all = waits.iterator();
            while (all.hasNext()) {
                Poller.Wait wait = all.next();
                if (wait.isReady(happened)) {
                    all.remove();
                    ended.add(wait);
                    wait.happened();
                } else {
                    left |= wait.events();
                }
            }
            events = left;
        }

        private void endAll(int errno, EndedWaits ended) {
            Iterator<Poller.Wait> all = waits.iterator();
            while (all.hasNext()) {
                Poller.Wait wait = all.next();
                all.remove();
                ended.add(wait);
                wait.failed(errno);
            }
        }
    }

    /** Begins a wait. Returns 0, or the negative errno. */
    int add(int fd, Poller.Wait wait) {
        Watch watch = byDescriptor.computeIfAbsent(fd, none -> new Watch());
        boolean isNew = watch.isEmpty();
        boolean watched = false;
        try {
            watch.add(wait);
            int result = isNew ? set.add(fd, watch.events) : set.rearm(fd, watch.events);
            watched = result >= 0;
            return result;
        } finally {
            if (!watched) {
                remove(fd, wait);
            }
        }
    }

    /** Ends a wait. Returns false if it has ended already. */
    boolean remove(int fd, Poller.Wait wait) {
        Watch watch = byDescriptor.get(fd);
        if (watch == null || !watch.waits.remove(wait)) {
            return false;
        }
        if (watch.isEmpty()) {
            byDescriptor.remove(fd);
            set.remove(fd);
        }
        return true;
    }

    /** Ends the waits of a descriptor whose events have happened, and watches it for the others. */
    void endReady(int fd, EndedWaits ended) {
        Watch watch = byDescriptor.get(fd);
        if (watch != null && isOver(fd, watch, ended)) {
            byDescriptor.remove(fd);
        }
    }

    /** Does the same for each descriptor. */
    void endReadyOfAll(EndedWaits ended) {
        byDescriptor.entrySet().removeIf(entry -> isOver(entry.getKey(), entry.getValue(), ended));
    }

    /** Polls the descriptor itself, since the set may have reported an event of an earlier wait. */
    private boolean isOver(int fd, Watch watch, EndedWaits ended) {
        watch.endReady(Math.max(Poller.happened(fd, watch.events), 0), ended);
        int result = watch.isEmpty() ? 0 : set.rearm(fd, watch.events);
        if (result == -LibC.ENOENT()) {
            // It is not in the set any more: somebody else has closed the descriptor and opened another file with its
            // number.
            result = set.add(fd, watch.events);
        }
        if (result < 0) {
            watch.endAll(-result, ended);
        }
        if (watch.isEmpty()) {
            set.remove(fd);
        }
        return watch.isEmpty();
    }

    /** Ends all waits with an errno, since none of them can be woken any more. */
    void endAll(int errno, EndedWaits ended) {
        byDescriptor.values().forEach(watch -> watch.endAll(errno, ended));
        byDescriptor.clear();
    }
}
