// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.events.OomKills;
import io.github.dmabuf4j.internal.events.PressureTrigger;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.SafeLog;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.Waiter;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of the machine's buffers: at its start, periodically, when the kernel signals memory pressure, when
 * it has killed a process for want of memory, and when the program asks; and delivers each to a listener.
 *
 * <p>All happens on one daemon thread, so samples never overlap. A periodic sample that falls due while another is
 * taken or delivered is left out; whatever else happens meanwhile gets its sample afterwards. The count of killed
 * processes is looked at once a second. No error ends a sampler, an {@link OutOfMemoryError} included: a sample that
 * cannot be taken is reported to the listener, and the next one follows.
 *
 * <p>All methods may be called by any thread.
 */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Duration OOM_CHECK = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 100;

    private final MachineStats stats;
    private final SampleListener listener;
    private final Optional<PressureTrigger> pressure;
    private final Waiter waiter;
    private final OomKills oomKills = new OomKills();
    private final Schedule schedule;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private Sampler(Builder settings, Optional<PressureTrigger> pressure, int eventfd, SampleListener listener) {
        this.stats = settings.stats;
        this.schedule = new Schedule(Optional.ofNullable(settings.interval));
        this.pressure = pressure;
        this.listener = listener;
        this.waiter = new Waiter(eventfd, pressure.map(PressureTrigger::number).orElse(Waiter.NONE));
        this.thread = Thread.ofPlatform().daemon().name("dmabuf-sampler").unstarted(this::run);
        requests.add(Sample.START);
    }

    /** What a sampler is to do; without any setting it samples at the start, on OOM kills and when asked. */
    public static final class Builder {
        private final MachineStats stats;
        private @Nullable Duration interval;
        private @Nullable PressureLevel level;

        private Builder(MachineStats stats) {
            this.stats = stats;
        }

        /**
         * Samples periodically.
         *
         * @param period time from one sample to the next
         * @return this
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder every(Duration period) {
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("an interval of " + period + " is not positive");
            }
            interval = period;
            return this;
        }

        /**
         * Samples when the kernel signals memory pressure.
         *
         * @param least the level from which on it does
         * @return this
         */
        public Builder onPressure(PressureLevel least) {
            level = least;
            return this;
        }

        /**
         * Starts the sampler.
         *
         * @param listener what to deliver to
         * @return the sampler, to be closed
         * @throws DmaBufException when this kernel does not signal memory pressure (ENOENT, EOPNOTSUPP), or not to
         *     this user (EACCES, EPERM), or when there are no more descriptors (EMFILE, ENFILE)
         */
        public Sampler start(SampleListener listener) throws DmaBufException {
            if (level == null) {
                return started(null, listener);
            }
            PressureTrigger pressure = PressureTrigger.open(level.trigger());
            boolean isOwned = false;
            try {
                Sampler sampler = started(pressure, listener);
                isOwned = true;
                return sampler;
            } finally {
                if (!isOwned) {
                    pressure.close();
                }
            }
        }

        private Sampler started(@Nullable PressureTrigger pressure, SampleListener listener) throws DmaBufException {
            int eventfd = Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK());
            if (eventfd < 0) {
                throw new DmaBufException("eventfd", "a new sampler", -eventfd);
            }
            return started(pressure, eventfd, listener);
        }

        private Sampler started(@Nullable PressureTrigger pressure, int eventfd, SampleListener listener) {
            Sampler sampler = null;
            try {
                sampler = new Sampler(this, Optional.ofNullable(pressure), eventfd, listener);
            } finally {
                if (sampler == null) {
                    Sys.close(eventfd);
                }
            }
            sampler.startThread();
            return sampler;
        }
    }

    /**
     * Describes a sampler.
     *
     * @param stats what to take snapshots of
     * @return its settings, to be completed and started
     */
    public static Builder of(MachineStats stats) {
        return new Builder(stats);
    }

    /**
     * Takes a sample as soon as the sampler is free; returns at once. After the close it does nothing.
     *
     * @param reason what the sample is to carry
     */
    public void sampleNow(String reason) {
        if (!closed) {
            requests.add(reason);
            waiter.call();
        }
    }

    /**
     * Returns whether this sampler is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * Stops the sampler. When this returns, the listener is not being called and never will be, except that a listener
     * may close the sampler it is called by. Later calls do nothing.
     */
    @Override
    public void close() {
        closed = true;
        waiter.call();
        if (Thread.currentThread() != thread) {
            join();
        }
    }

    private void startThread() {
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                release();
            }
        }
    }

    private void release() {
        waiter.close();
        pressure.ifPresent(PressureTrigger::close);
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    next();
                } catch (Throwable thrown) {
                    // Samples are wanted most when memory is short: it goes on.
                    note(thrown);
                }
            }
        } finally {
            release();
        }
    }

    /** So that a failure that stays does not keep a processor busy. */
    private static void note(Throwable thrown) {
        try {
            SafeLog.error(LOG, "a sampler failed; it goes on", thrown);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (Throwable shortage) {
            // Of memory for a class; or the pause was interrupted.
        }
    }

    private void next() {
        String reason = nextReason();
        if (reason != null && !closed) {
            sample(reason);
            schedule.leaveOutMissed();
        }
    }

    /** Waits for one, a second at the most; null where there is none. */
    private @Nullable String nextReason() {
        String request = requests.poll();
        if (request != null) {
            return request;
        }
        Waiter.Event event = waiter.await(schedule.untilNext(OOM_CHECK));
        if (event == Waiter.Event.URGENT) {
            return Sample.PRESSURE;
        }
        if (event == Waiter.Event.LOST) {
            LOG.warn("{} signals no more memory pressure", PressureTrigger.FILE);
        }
        if (oomKills.more()) {
            return Sample.OOM_KILL;
        }
        return schedule.isDue() ? Sample.INTERVAL : null;
    }

    private void sample(String reason) {
        Snapshot snapshot;
        try {
            snapshot = stats.snapshot();
        } catch (Throwable failure) {
            deliver(reason, () -> listener.failed(reason, asRefused(failure)));
            return;
        }
        deliver(reason, () -> listener.sampled(new Sample(reason, snapshot)));
    }

    private static DmaBufException asRefused(Throwable failure) {
        if (failure instanceof DmaBufException refused) {
            return refused;
        }
        DmaBufException wrapped = new DmaBufException("snapshot", "this machine's buffers", 0, failure.toString());
        wrapped.initCause(failure);
        return wrapped;
    }

    private static void deliver(String reason, Runnable delivery) {
        try {
            delivery.run();
        } catch (Throwable thrown) {
            SafeLog.error(LOG, "the listener failed on the sample for " + reason, thrown);
        }
    }
}
