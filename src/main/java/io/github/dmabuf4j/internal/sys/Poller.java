// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.pollfd;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for events of many descriptors with one thread, so that a thread that waits for one can be interrupted and, where
 * it is virtual, leaves its carrier to others.
 *
 * <p>The thread and the descriptor of its set are made by the first wait that does not end at once, and stay.
 */
public final class Poller {
    /** Longer than any machine runs. */
    public static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Poller SHARED = new Poller();

    private final ReentrantLock lock = new ReentrantLock();

    /** By descriptor; each is in the kernel's set for as long as it is here. */
    private final Map<Integer, Watch> watches = new HashMap<>();

    private @Nullable Epoll set;

    private Poller() {}

    /** The one of this process. */
    public static Poller shared() {
        return SHARED;
    }

    /** One wait for one event. The descriptor stays open for its length. */
    public static final class Wait {
        private final Descriptor descriptor;
        private final int events;
        private final Supplier<Runnable> whenReady;

        /**
         * A wait that has not begun.
         *
         * @param events of poll(2)
         * @param whenReady called at most once by the poller's thread, with the descriptor still held; what it returns is
         *     run by that thread when the wait holds the descriptor no more. Neither may block. Must reference whatever
         *     would close the descriptor when it is dropped
         */
        public Wait(Descriptor descriptor, int events, Supplier<Runnable> whenReady) {
            this.descriptor = descriptor;
            this.events = events;
            this.whenReady = whenReady;
        }

        private boolean isReady(int happened) {
            return (happened & (events | LibC.POLLERR() | LibC.POLLHUP() | LibC.POLLNVAL())) != 0;
        }

        /** Lets go of the descriptor; returns what is to be done then. */
        private Runnable finish() {
            try {
                return whenReady.get();
            } catch (Throwable thrown) {
                return () -> LOG.error("what waited for {} failed", descriptor.target(), thrown);
            } finally {
                descriptor.release();
            }
        }
    }

    /** All that wait for one descriptor. */
    private static final class Watch {
        private final Set<Wait> waits = new LinkedHashSet<>();

        /** Those of all waits, and perhaps of some that have ended. */
        private int events;

        private void add(Wait wait) {
            waits.add(wait);
            events |= wait.events;
        }

        private List<Wait> takeReady(int happened) {
            List<Wait> ready =
                    waits.stream().filter(wait -> wait.isReady(happened)).toList();
            ready.forEach(waits::remove);
            events = waits.stream().mapToInt(wait -> wait.events).reduce(0, (all, one) -> all | one);
            return ready;
        }
    }

    /**
     * The events that have already happened, without waiting.
     *
     * @param fd held by the caller
     * @param events of poll(2)
     * @return those of poll(2), or the negative errno
     */
    public static int happened(int fd, int events) {
        MemorySegment entry = Scratch.cleared(pollfd.layout());
        pollfd.fd(entry, fd);
        pollfd.events(entry, (short) events);
        int result = Ioctl.retrying(() -> Sys.poll(entry, 1, 0));
        return result < 0 ? result : Short.toUnsignedInt(pollfd.revents(entry));
    }

    /**
     * Waits until an event happens or the time has passed, without holding a carrier thread.
     *
     * @param held by the caller, also after the wait
     * @param events of poll(2)
     * @return 1 when it has happened, 0 when the time has passed, or the negative errno
     */
    public int await(Descriptor held, int events, Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long start = System.nanoTime();
        int happened = happened(held.number(), events);
        if (happened != 0 || time.isNegative() || time.isZero()) {
            return Math.min(happened, 1);
        }
        CountDownLatch latch = new CountDownLatch(1);
        Wait wait = new Wait(held, events, () -> latch::countDown);
        int failure = begin(wait);
        if (failure < 0) {
            return failure;
        }
        try {
            long left = TimeUnit.NANOSECONDS.convert(time) - (System.nanoTime() - start);
            return latch.await(left, TimeUnit.NANOSECONDS) ? 1 : 0;
        } finally {
            end(wait);
        }
    }

    /**
     * Begins a wait, whose descriptor the caller holds; until its end the wait holds it as well.
     *
     * @return 0, or the negative errno: ENOSPC where the user's limit of watches is reached
     */
    public int begin(Wait wait) {
        wait.descriptor.acquireAgain();
        boolean begun = false;
        try {
            int result = watch(wait.descriptor.number(), wait);
            begun = result >= 0;
            return result;
        } finally {
            if (!begun) {
                wait.descriptor.release();
            }
        }
    }

    private int watch(int fd, Wait wait) {
        lock.lock();
        try {
            int started = start();
            if (started < 0) {
                return started;
            }
            Watch watch = watches.computeIfAbsent(fd, none -> new Watch());
            boolean isNew = watch.waits.isEmpty();
            watch.add(wait);
            int result = isNew ? set().add(fd, watch.events) : set().rearm(fd, watch.events);
            if (result < 0) {
                watch.waits.remove(wait);
                watches.values().removeIf(empty -> empty.waits.isEmpty());
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    private Epoll set() {
        if (set == null) {
            throw new IllegalStateException("nothing was ever watched");
        }
        return set;
    }

    /** 0, or the negative errno. */
    private int start() {
        if (set != null) {
            return 0;
        }
        int fd = Epoll.create();
        if (fd < 0) {
            return fd;
        }
        try {
            Epoll made = Epoll.of(fd);
            Thread.ofPlatform().daemon().name("dmabuf4j-poller").start(() -> run(made));
            set = made;
            return 0;
        } catch (Throwable noThread) {
            Sys.close(fd);
            throw noThread;
        }
    }

    /** Ends a wait that may be over already. Afterwards it does not hold the descriptor. */
    public void end(Wait wait) {
        if (isTaken(wait)) {
            wait.descriptor.release();
        }
    }

    private boolean isTaken(Wait wait) {
        int fd = wait.descriptor.number();
        lock.lock();
        try {
            Watch watch = watches.get(fd);
            if (watch == null || !watch.waits.remove(wait)) {
                return false;
            }
            if (watch.waits.isEmpty()) {
                forget(fd);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forget(int fd) {
        watches.remove(fd);
        set().remove(fd);
    }

    private void run(Epoll epoll) {
        while (true) {
            for (int fd : epoll.await()) {
                takeReady(fd).forEach(Poller::call);
            }
        }
    }

    private static void call(Runnable waiting) {
        try {
            waiting.run();
        } catch (Throwable thrown) {
            LOG.error("the end of a wait could not be told", thrown);
        }
    }

    /** Asks the descriptor itself: what the set told may be of an earlier wait. */
    private List<Runnable> takeReady(int fd) {
        lock.lock();
        try {
            Watch watch = watches.get(fd);
            if (watch == null) {
                return List.of();
            }
            List<Wait> ready = watch.takeReady(Math.max(happened(fd, watch.events), 0));
            if (watch.waits.isEmpty()) {
                forget(fd);
            } else {
                set().rearm(fd, watch.events);
            }
            // With the lock: who ends a wait must find that it holds nothing any more.
            return ready.stream().map(Wait::finish).toList();
        } finally {
            lock.unlock();
        }
    }
}
