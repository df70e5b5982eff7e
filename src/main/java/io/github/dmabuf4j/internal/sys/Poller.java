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
        private final Runnable whenReady;

        /**
         * A wait that has not begun.
         *
         * @param events of poll(2)
         * @param whenReady called at most once by the poller's thread, which it must not block, with the descriptor still
         *     open; must reference whatever would close the descriptor when it is dropped
         */
        public Wait(Descriptor descriptor, int events, Runnable whenReady) {
            this.descriptor = descriptor;
            this.events = events;
            this.whenReady = whenReady;
        }

        private boolean isReady(int happened) {
            return (happened & (events | LibC.POLLERR() | LibC.POLLHUP() | LibC.POLLNVAL())) != 0;
        }

        private void ready() {
            try {
                whenReady.run();
            } catch (Throwable thrown) {
                LOG.error("what waited for {} failed", descriptor.target(), thrown);
            } finally {
                descriptor.release();
            }
        }
    }

    /** All that wait for one descriptor. */
    private static final class Watch {
        private final Set<Wait> waits = new LinkedHashSet<>();

        private int events() {
            return waits.stream().mapToInt(wait -> wait.events).reduce(0, (all, one) -> all | one);
        }

        private List<Wait> takeReady(int happened) {
            List<Wait> ready =
                    waits.stream().filter(wait -> wait.isReady(happened)).toList();
            ready.forEach(waits::remove);
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
     * @param owner what would close the descriptor when it is dropped
     * @param events of poll(2)
     * @return 1 when it has happened, 0 when the time has passed, or the negative errno
     * @throws IllegalStateException when the descriptor is closed
     */
    public int await(Descriptor descriptor, Object owner, int events, Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long start = System.nanoTime();
        int ready = isReady(descriptor, events);
        if (ready != 0 || time.isNegative() || time.isZero()) {
            return ready;
        }
        LatchOfOwner latch = new LatchOfOwner(owner);
        Wait wait = new Wait(descriptor, events, latch::countDown);
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

    /** Keeps the owner reachable for as long as the poller knows the latch. */
    private static final class LatchOfOwner extends CountDownLatch {
        @SuppressWarnings("UnusedVariable") // to be referenced is all that it is for
        private final Object owner;

        LatchOfOwner(Object owner) {
            super(1);
            this.owner = owner;
        }
    }

    private static int isReady(Descriptor descriptor, int events) {
        int fd = descriptor.acquire();
        try {
            int happened = happened(fd, events);
            return happened <= 0 ? happened : 1;
        } finally {
            descriptor.release();
        }
    }

    /**
     * Begins a wait.
     *
     * @return 0, or the negative errno: ENOSPC where the user's limit of watches is reached
     * @throws IllegalStateException when the descriptor is closed
     */
    public int begin(Wait wait) {
        int fd = wait.descriptor.acquire();
        int result = 0;
        boolean begun = false;
        try {
            result = watch(fd, wait);
            begun = result >= 0;
        } finally {
            if (!begun) {
                wait.descriptor.release();
            }
        }
        return result;
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
            watch.waits.add(wait);
            int result = isNew ? set().add(fd, watch.events()) : set().rearm(fd, watch.events());
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

    /** Ends a wait that may be over already, or be ending. */
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
                takeReady(fd).forEach(Wait::ready);
            }
        }
    }

    /** Asks the descriptor itself: what the set told may be of an earlier wait. */
    private List<Wait> takeReady(int fd) {
        lock.lock();
        try {
            Watch watch = watches.get(fd);
            if (watch == null) {
                return List.of();
            }
            List<Wait> ready = watch.takeReady(Math.max(happened(fd, watch.events()), 0));
            if (watch.waits.isEmpty()) {
                forget(fd);
            } else {
                set().rearm(fd, watch.events());
            }
            return ready;
        } finally {
            lock.unlock();
        }
    }
}
