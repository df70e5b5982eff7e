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
 * Waits for events of many descriptors with one thread. So a thread that waits for one of them can be interrupted, and a virtual
 * thread does not pin its carrier.
 *
 * <p>The first wait that does not end at once creates the thread and the descriptor of its set; both stay. If somebody else closes
 * that descriptor, all waits end with an error, and the next one creates both again.
 */
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Poller SHARED = new Poller();

    private final ReentrantLock lock = new ReentrantLock();

    /** Null before the first wait, and after the kernel's set was lost, until the next wait. */
    private @Nullable Watches watches;

    /** Creates one with its own thread. For tests: neither the thread nor its descriptor ever ends. */
    Poller() {}

    /** Returns the poller that the process shares. */
    public static Poller shared() {
        return SHARED;
    }

    /** Is told of an event. The poller's thread calls it, so it must not block. */
    @FunctionalInterface
    public interface Waiting {
        /** The event has happened. The descriptor is still held. Called at most once; must not throw. */
        default void happened() {}

        /**
         * The wait has ended and does not hold the descriptor any more. Called once, and again after a
         * {@link VirtualMachineError}, so that no end is lost for want of memory.
         *
         * @param errno 0 after the event, otherwise why the wait cannot go on
         */
        void over(int errno);
    }

    /** One wait for one event. It holds the descriptor until it ends. */
    public static final class Wait {
        private final Descriptor descriptor;
        private final int events;
        private final Waiting waiting;
        private int errno;
        private boolean tried;

        /** The next one in {@link EndedWaits}. */
        @Nullable
        Wait next;

        /**
         * Creates a wait that has not begun.
         *
         * @param events the events of poll(2) to wait for
         * @param waiting must have a reference to each object that closes the descriptor when it is dropped
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

        /** Reports the event and releases the descriptor. */
        void happened() {
            try {
                waiting.happened();
            } catch (Throwable thrown) {
                SafeLog.error(LOG, "what waited for an event failed", thrown);
            } finally {
                descriptor.release();
            }
        }

        /** Releases the descriptor, since the wait cannot go on. */
        void failed(int why) {
            errno = why;
            descriptor.release();
        }

        void reportEnd() {
            waiting.over(errno);
        }

        /** Whether this is the first call. */
        boolean triedFirst() {
            boolean first = !tried;
            tried = true;
            return first;
        }
    }

    /** Lets a thread wait. */
    private static final class Latch implements Waiting {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile int errno;

        @Override
        public void over(int why) {
            errno = why;
            ended.countDown();
        }

        /** Returns 1 after the event, 0 when the time has passed, or the negative errno. */
        private int await(long nanoseconds) throws InterruptedException {
            if (!ended.await(nanoseconds, TimeUnit.NANOSECONDS)) {
                return 0;
            }
            return errno == 0 ? 1 : -errno;
        }
    }

    /**
     * Returns the events that have happened already, without waiting.
     *
     * @param fd a descriptor that the caller holds
     * @param events the events of poll(2) to look for
     * @return events of poll(2), or the negative errno
     */
    public static int happened(int fd, int events) {
        MemorySegment entry = Scratch.cleared(pollfd.layout());
        pollfd.fd(entry, fd);
        pollfd.events(entry, (short) events);
        int result = Sys.pollNow(entry);
        return result < 0 ? result : Short.toUnsignedInt(pollfd.revents(entry));
    }

    /**
     * Waits until an event happens or the deadline has passed. A virtual thread does not pin its carrier.
     *
     * @param held a descriptor that the caller holds, also after the wait
     * @param events the events of poll(2) to wait for
     * @return 1 when one has happened, 0 when the deadline has passed, or the negative errno: EBADF if somebody else has closed a
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
     * Begins a wait. The caller holds its descriptor; the wait holds it as well until it ends.
     *
     * @return 0, or the negative errno: ENOSPC if the user's limit of epoll watches is reached, EPERM if the file does not support
     *     epoll since it is always ready
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

    /** Ends a wait, which may have ended already. Afterwards it does not hold the descriptor. */
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

    /** For the poller's thread. A thread that ends a wait must find that it holds nothing any more. */
    void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits of a set that was lost. The next wait creates a new set. */
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
