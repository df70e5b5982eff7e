// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.internal.sys.Waiter;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of the machine's buffers: at its start, periodically, when the kernel signals memory pressure, when
 * it has killed a process for want of memory, and when the program asks; and delivers each to a listener.
 *
 * <p>All happens on one daemon thread, so samples never overlap. A periodic sample that falls due while another is
 * taken or delivered is left out; whatever else happens meanwhile gets its sample afterwards. The count of killed
 * processes is looked at once a second.
 *
 * <p>All methods may be called by any thread.
 */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Duration OOM_CHECK = Duration.ofSeconds(1);

    private final MachineStats stats;
    private final SampleListener listener;
    private final Optional<Duration> interval;
    private final Optional<PressureTrigger> pressure;
    private final Waiter waiter;
    private final OomKills oomKills = new OomKills();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private Sampler(Builder settings, Optional<PressureTrigger> pressure, int eventfd, SampleListener listener) {
        this.stats = settings.stats;
        this.interval = Optional.ofNullable(settings.interval);
        this.pressure = pressure;
        this.listener = listener;
        this.waiter = new Waiter(eventfd, pressure.map(PressureTrigger::number).orElse(Waiter.NONE));
        this.thread = Thread.ofPlatform().daemon().name("dmabuf-sampler").unstarted(this::run);
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
            Optional<PressureTrigger> pressure =
                    level == null ? Optional.empty() : Optional.of(PressureTrigger.open(level));
            int eventfd = Sys.eventfd(0, LibC.EFD_CLOEXEC() | LibC.EFD_NONBLOCK());
            if (eventfd < 0) {
                pressure.ifPresent(PressureTrigger::close);
                throw new DmaBufException("eventfd", "a new sampler", -eventfd);
            }
            Sampler sampler = new Sampler(this, pressure, eventfd, listener);
            sampler.requests.add(Sample.START);
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
            Schedule schedule = new Schedule(interval);
            while (!closed) {
                nextReason(schedule).ifPresent(reason -> {
                    sample(reason);
                    schedule.leaveOutMissed();
                });
            }
        } finally {
            release();
        }
    }

    /** Waits for one, a second at the most. */
    private Optional<String> nextReason(Schedule schedule) {
        String request = requests.poll();
        if (request != null) {
            return Optional.of(request);
        }
        Waiter.Event event = waiter.await(schedule.untilNext(OOM_CHECK));
        if (event == Waiter.Event.URGENT) {
            return Optional.of(Sample.PRESSURE);
        }
        if (event == Waiter.Event.LOST) {
            LOG.warn("{} signals no more memory pressure", PressureTrigger.FILE);
        }
        if (oomKills.more()) {
            return Optional.of(Sample.OOM_KILL);
        }
        return schedule.isDue() ? Optional.of(Sample.INTERVAL) : Optional.empty();
    }

    private void sample(String reason) {
        if (closed) {
            return;
        }
        try {
            deliver(reason);
        } catch (RuntimeException | Error thrown) {
            // An OutOfMemoryError too: samples are wanted most when memory is short.
            LOG.error("no sample for {}", reason, thrown);
        }
    }

    private void deliver(String reason) {
        Snapshot snapshot;
        try {
            snapshot = stats.snapshot();
        } catch (DmaBufException failure) {
            listener.failed(reason, failure);
            return;
        }
        listener.sampled(new Sample(reason, snapshot));
    }
}
