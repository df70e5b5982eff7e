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
 * Takes snapshots of the machine's buffers and delivers each to a listener: at the start, periodically, when the kernel
 * signals memory pressure, when it has killed a process because memory was short, and when the program asks.
 *
 * <p>One daemon thread does everything, so samples never overlap. A periodic sample that falls due while another sample is
 * taken or delivered is left out. Other events that happen meanwhile get their sample afterwards. The count of killed
 * processes is read once a second. No error ends a sampler, not even an {@link OutOfMemoryError}: the listener is told about
 * a sample that cannot be taken, and the next one follows.
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

    /** The settings of a sampler. Without any it samples at the start, on OOM kills and when asked. */
    public static final class Builder {
        private final MachineStats stats;
        private @Nullable Duration interval;
        private @Nullable PressureLevel level;

        private Builder(MachineStats stats) {
            this.stats = stats;
        }

        /**
         * Adds periodic samples.
         *
         * @param period the time from one sample to the next
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder every(Duration period) {
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("an interval of " + period + " is not positive");
            }
            interval = period;
            return this;
        }

        /**
         * Adds samples on memory pressure.
         *
         * @param least the lowest level that causes a sample
         * @return this
         */
        public Builder onPressure(PressureLevel least) {
            level = least;
            return this;
        }

        /**
         * Starts the sampler.
         *
         * @param listener takes the samples
         * @return the sampler, for the caller to close
         * @throws DmaBufException if this kernel does not signal memory pressure (ENOENT, EOPNOTSUPP), or not to
         *     this user (EACCES, EPERM), or if there are no more descriptors (EMFILE, ENFILE)
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
     * Makes the settings of a sampler.
     *
     * @param stats what to take snapshots of
     * @return the settings, to be completed and started
     */
    public static Builder of(MachineStats stats) {
        return new Builder(stats);
    }

    /**
     * Asks for a sample, which is taken as soon as the sampler is free. Returns at once. Does nothing after the close.
     *
     * @param reason the reason of the sample
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
     * Stops the sampler. After this method has returned, the listener is not called any more. A listener may close its own
     * sampler; then the call that is under way ends normally. Later calls do nothing.
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
                    // Goes on: samples are needed most when memory is short.
                    note(thrown);
                }
            }
        } finally {
            release();
        }
    }

    /** Logs a failure, and pauses: one that persists must not keep a processor busy. */
    private static void note(Throwable thrown) {
        try {
            SafeLog.error(LOG, "a sampler failed; it goes on", thrown);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (Throwable shortage) {
            // No memory even for this; or the pause was interrupted.
        }
    }

    private void next() {
        String reason = nextReason();
        if (reason != null && !closed) {
            sample(reason);
            schedule.leaveOutMissed();
        }
    }

    /** Waits at most a second for a reason to take a sample; null if there is none. */
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
            LOG.warn("{} does not signal memory pressure any more", PressureTrigger.FILE);
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
