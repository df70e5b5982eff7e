// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.pollfd;
import java.lang.foreign.MemorySegment;
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
 * <p>The thread and the descriptor of its set are made by the first wait that does not end at once, and stay. Where others
 * close that descriptor, all waits end with an error, and the next one makes both anew.
 */
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Poller SHARED = new Poller();

    private final ReentrantLock lock = new ReentrantLock();

    /** Null before the first wait, and after the kernel's set was lost until the next one. */
    private @Nullable Watches watches;

    /** One with a thread of its own: for tests, since neither the thread nor its descriptor ever ends. */
    Poller() {}

    /** The one of this process. */
    public static Poller shared() {
        return SHARED;
    }

    /** What waits for an event. The poller's thread calls it; it must not block. */
    @FunctionalInterface
    public interface Waiting {
        /** The event has happened; the descriptor is still held. Called at most once, and must not throw. */
        default void happened() {}

        /**
         * The wait has ended, and holds the descriptor no more. Called once, and again after a {@link VirtualMachineError}:
         * no end is lost for want of memory.
         *
         * @param errno 0 after the event; else why no event can be waited for any more
         */
        void over(int errno);
    }

    /** One wait for one event. The descriptor stays open for its length. */
    public static final class Wait {
        private final Descriptor descriptor;
        private final int events;
        private final Waiting waiting;
        private int errno;
        private boolean tried;

        /** Of {@link EndedWaits}. */
        @Nullable
        Wait next;

        /**
         * A wait that has not begun.
         *
         * @param events of poll(2)
         * @param waiting must reference whatever would close the descriptor when it is dropped
         */
        public Wait(Descriptor descriptor, int events, Waiting waiting) {
            this.descriptor = descriptor;
            this.events = events;
            this.waiting = waiting;
        }

        int events() {
            return events;
        }

        boolean isReady(int happened) {
            return (happened & (events | LibC.POLLERR() | LibC.POLLHUP() | LibC.POLLNVAL())) != 0;
        }

        /** Lets go of the descriptor after the event. */
        void happened() {
            try {
                waiting.happened();
            } catch (Throwable thrown) {
                SafeLog.error(LOG, "what waited for an event failed", thrown);
            } finally {
                descriptor.release();
            }
        }

        /** Lets go of the descriptor, for which no event can be waited any more. */
        void failed(int why) {
            errno = why;
            descriptor.release();
        }

        void reportEnd() {
            waiting.over(errno);
        }

        /** True for the first call. */
        boolean triedFirst() {
            boolean first = !tried;
            tried = true;
            return first;
        }
    }

    /** A thread that waits. */
    private static final class Latch implements Waiting {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile int errno;

        @Override
        public void over(int why) {
            errno = why;
            ended.countDown();
        }

        /** 1 after the event, 0 when the time has passed, or the negative errno. */
        private int await(long nanoseconds) throws InterruptedException {
            if (!ended.await(nanoseconds, TimeUnit.NANOSECONDS)) {
                return 0;
            }
            return errno == 0 ? 1 : -errno;
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
        int result = Sys.pollNow(entry);
        return result < 0 ? result : Short.toUnsignedInt(pollfd.revents(entry));
    }

    /**
     * Waits until an event happens or the deadline has passed, without holding a carrier thread.
     *
     * @param held by the caller, also after the wait
     * @param events of poll(2)
     * @return 1 when it has happened, 0 when the deadline has passed, or the negative errno: EBADF where others have closed a
     *     descriptor of this library
     */
    public int await(Descriptor held, int events, Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int happened = happened(held.number(), events);
        if (happened != 0 || deadline.leftNanos() <= 0) {
            return Math.min(happened, 1);
        }
        Latch latch = new Latch();
        Wait wait = new Wait(held, events, latch);
        int failure = begin(wait);
        if (failure < 0) {
            return failure;
        }
        try {
            return latch.await(deadline.leftNanos());
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
            Watches known = watches;
            return known == null ? watchFirst(fd, wait) : known.add(fd, wait);
        } finally {
            lock.unlock();
        }
    }

    private int watchFirst(int fd, Wait wait) {
        int epoll = Epoll.create();
        if (epoll < 0) {
            return epoll;
        }
        Watches made;
        try {
            Epoll set = Epoll.of(epoll);
            made = new Watches(set);
            Runnable thread = new PollerThread(this, set, made);
            Thread.ofPlatform().daemon().name("dmabuf4j-poller").start(thread);
        } catch (Throwable noThread) {
            Sys.close(epoll);
            throw noThread;
        }
        watches = made;
        return made.add(fd, wait);
    }

    /** Ends a wait that may be over already. Afterwards it does not hold the descriptor. */
    public void end(Wait wait) {
        if (isTaken(wait)) {
            wait.descriptor.release();
        }
    }

    private boolean isTaken(Wait wait) {
        lock.lock();
        try {
            Watches known = watches;
            return known != null && known.remove(wait.descriptor.number(), wait);
        } finally {
            lock.unlock();
        }
    }

    /** For the thread: who ends a wait must find that it holds nothing any more. */
    void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits of a set that is lost; the next wait makes a new one. */
    void lose(Watches lost, int errno, EndedWaits ended) {
        lock.lock();
        try {
            lost.endAll(errno, ended);
            if (watches == lost) {
                watches = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
