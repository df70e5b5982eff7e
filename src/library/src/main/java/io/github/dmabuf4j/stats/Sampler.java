// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.SafeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of the machine's buffers and delivers each to a listener: at the start, periodically, when the kernel
 * signals memory pressure, when it has killed a process because memory was short, when a process ends, and when the program asks.
 *
 * <p>One daemon thread does everything, so samples never overlap. A periodic sample that falls due while another sample is
 * taken or delivered is left out. Other events that happen meanwhile get their sample afterwards. The count of killed
 * processes is read once a second. Where ends of processes are watched, a kill gets a sample of its own only if no watched process has
 * ended by it within a second. No error ends a sampler, not even an {@link OutOfMemoryError}: the listener is told about
 * a sample that cannot be taken, and the next one follows. After a {@link LinkageError}, which Java throws again at each later try, none
 * may succeed any more: the listener hears of this too, so that the program can end.
 *
 * <p>All methods may be called by any thread.
 */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final long PAUSE_MILLIS = 100;

    /** The reason of a failure while no sample was due. */
    private static final String WAIT = "wait";

    private final MachineStats stats;
    private final SampleListener listener;
    private final SamplerEvents events;
    private final LimitWatch limits;
    private final Schedule schedule;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** When the thread last looked for something to do, by the JVM's clock of nanoseconds. */
    private volatile long lastTurn = System.nanoTime();

    private Sampler(Builder settings, SamplerEvents events, SampleListener listener) {
        this.stats = settings.stats;
        this.schedule = new Schedule(Optional.ofNullable(settings.interval), settings.clock);
        this.events = events;
        this.limits = new LimitWatch(List.copyOf(settings.limits));
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("dmabuf-sampler").unstarted(this::run);
        requests.add(Sample.START);
    }

    /** The settings of a sampler. Without any it samples at the start, on OOM kills and when asked. */
    public static final class Builder {
        private final MachineStats stats;
        private @Nullable Duration interval;
        private @Nullable PressureLevel level;
        private final List<ProcessChoice> ends = new ArrayList<>();
        private final List<Limit> limits = new ArrayList<>();
        private boolean holders;
        private LongSupplier clock = System::nanoTime;

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
         * Adds a sample when a process ends. It begins as soon as the kernel reports the end, and has a {@link ProcessEnd}. At most
         * 1,024 processes are watched at a time; each takes a descriptor, and they take at most half of those that this process may
         * have. Needs Linux 5.3.
         *
         * @param processes which; the method may be called several times
         * @return this
         */
        public Builder onProcessEnd(ProcessChoice processes) {
            ends.add(processes);
            return this;
        }

        /**
         * Adds a sample when a process ends that held buffers in the last snapshot. Otherwise like {@link #onProcessEnd}.
         *
         * @return this
         */
        public Builder onHolderEnd() {
            holders = true;
            return this;
        }

        /**
         * Compares each sample with a limit. A sample that reaches it, where the one before was below it, has a {@link LimitReached},
         * and the reason {@link Sample#LIMIT} if it was a periodic one. No sample is taken for the comparison alone.
         *
         * @param limit the limit; the method may be called several times
         * @return this
         */
        public Builder when(Limit limit) {
            limits.add(limit);
            return this;
        }

        /** For tests: another clock of nanoseconds for the periodic samples. */
        Builder clock(LongSupplier nanoseconds) {
            clock = nanoseconds;
            return this;
        }

        Optional<PressureLevel> level() {
            return Optional.ofNullable(level);
        }

        List<ProcessChoice> ends() {
            return List.copyOf(ends);
        }

        boolean holders() {
            return holders;
        }

        /**
         * Starts the sampler.
         *
         * @param listener takes the samples
         * @return the sampler, for the caller to close
         * @throws DmaBufException if this kernel does not signal memory pressure (ENOENT, EOPNOTSUPP), or not to
         *     this user (EACCES, EPERM), if a process that was chosen by its number is not there (ESRCH), if this kernel does not
         *     report the end of a process (ENOSYS, before Linux 5.3), or if there are no more descriptors (EMFILE, ENFILE)
         */
        public Sampler start(SampleListener listener) throws DmaBufException {
            SamplerEvents events = SamplerEvents.open(this);
            Sampler sampler = null;
            try {
                sampler = new Sampler(this, events, listener);
            } finally {
                if (sampler == null) {
                    events.close();
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
     * Asks for a sample, which is taken as soon as the sampler is free. Requests with the same reason that wait for it get one sample.
     * Returns at once. Does nothing after the close. A program calls this when something matters that no one else sees, such as that it
     * does not respond.
     *
     * @param reason the reason of the sample, such as {@code not responding: camera}; recordings and reports show it
     */
    public void sampleNow(String reason) {
        if (closed) {
            return;
        }
        // One that waits gets a sample that is taken after this call, too.
        if (!requests.contains(reason)) {
            requests.add(reason);
        }
        events.call();
    }

    /**
     * Returns how long ago this sampler last looked for something to do, which it does once a second. It is longer while a sample is
     * taken or delivered. A watchdog can tell by it that a sampler hangs.
     *
     * @return a time that is not negative
     */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - lastTurn));
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
        events.call();
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
                events.close();
            }
        }
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
            events.close();
        }
    }

    /** Reports a failure, and pauses: one that persists must not keep a processor busy. */
    private void note(Throwable thrown) {
        try {
            SafeLog.error(LOG, "a sampler failed; it goes on", thrown);
            if (thrown instanceof LinkageError && !closed) {
                tell(WAIT, refused("wait", "a reason for a sample", thrown));
            }
        } catch (Throwable shortage) {
            // No memory even for this.
        }
        pause();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (Throwable end) {
            // The pause was interrupted, or there is no memory even for it.
        }
    }

    private void next() {
        lastTurn = System.nanoTime();
        String request = requests.poll();
        Optional<SamplerEvents.Occasion> occasion =
                request == null ? events.next(schedule) : Optional.of(new SamplerEvents.Occasion(request));
        if (occasion.isPresent() && !closed) {
            sample(occasion.get());
            schedule.leaveOutMissed();
        }
    }

    private void sample(SamplerEvents.Occasion occasion) {
        Sample sample;
        try {
            sample = taken(occasion);
        } catch (Throwable failure) {
            tell(occasion.reason(), asRefused(failure));
            return;
        }
        deliver(sample);
    }

    private Sample taken(SamplerEvents.Occasion occasion) throws DmaBufException {
        Snapshot snapshot = stats.snapshot();
        events.follow(snapshot);
        List<Trigger> triggers = new ArrayList<>(occasion.triggers());
        triggers.addAll(limits.check(snapshot));
        boolean isForLimit = occasion.reason().equals(Sample.INTERVAL) && !triggers.isEmpty();
        return new Sample(isForLimit ? Sample.LIMIT : occasion.reason(), snapshot, triggers);
    }

    private static DmaBufException asRefused(Throwable failure) {
        if (failure instanceof DmaBufException refused) {
            return refused;
        }
        return refused("snapshot", "this machine's buffers", failure);
    }

    private static DmaBufException refused(String operation, String target, Throwable failure) {
        DmaBufException wrapped = new DmaBufException(operation, target, 0, failure.toString());
        wrapped.initCause(failure);
        return wrapped;
    }

    private void deliver(Sample sample) {
        try {
            listener.sampled(sample);
        } catch (Throwable thrown) {
            unheard(sample.reason(), thrown);
        }
    }

    private void tell(String reason, DmaBufException failure) {
        try {
            listener.failed(reason, failure);
        } catch (Throwable thrown) {
            unheard(reason, thrown);
        }
    }

    private static void unheard(String reason, Throwable thrown) {
        SafeLog.error(LOG, "the listener failed on the sample for " + reason, thrown);
    }
}
