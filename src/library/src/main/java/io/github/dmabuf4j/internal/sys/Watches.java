// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The waits by their descriptors, each of which is in the kernel's set for as long as somebody waits for it. The caller
 * locks. A call that throws may be repeated: each wait is either here or has ended, and never both.
 */
final class Watches {
    private final Epoll set;
    private final Map<Integer, Watch> byDescriptor = new HashMap<>();

    Watches(Epoll set) {
        this.set = set;
    }

    /** All that wait for one descriptor. */
    private static final class Watch {
        private final Set<Poller.Wait> waits = new LinkedHashSet<>();

        /** Those of all waits, and perhaps of some that have ended. */
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

    /** Begins a wait; 0, or the negative errno. */
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

    /** Ends a wait; false where it has ended already. */
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

    /** Ends the waits for what has happened to a descriptor, and watches it for the others. */
    void endReady(int fd, EndedWaits ended) {
        Watch watch = byDescriptor.get(fd);
        if (watch != null && isOver(fd, watch, ended)) {
            byDescriptor.remove(fd);
        }
    }

    /** The same for every descriptor. */
    void endReadyOfAll(EndedWaits ended) {
        byDescriptor.entrySet().removeIf(entry -> isOver(entry.getKey(), entry.getValue(), ended));
    }

    /** Asks the descriptor itself: what the set reported may be of an earlier wait. */
    private boolean isOver(int fd, Watch watch, EndedWaits ended) {
        watch.endReady(Math.max(Poller.happened(fd, watch.events), 0), ended);
        int result = watch.isEmpty() ? 0 : set.rearm(fd, watch.events);
        if (result == -LibC.ENOENT()) {
            // Not in the set any more: others have put another file in the place of this one.
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

    /** Ends all waits: none of them can be woken any more. */
    void endAll(int errno, EndedWaits ended) {
        byDescriptor.values().forEach(watch -> watch.endAll(errno, ended));
        byDescriptor.clear();
    }
}
