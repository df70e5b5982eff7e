// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.top;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.io.LossListener;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import io.github.dmabuf4j.stats.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The readings of {@code top}. A thread of its own makes them, so that a slow reading does not block the keys. */
public final class TopFeed implements AutoCloseable {
    private final BlockingQueue<TopReading> readings = new LinkedBlockingQueue<>();
    private final Sampler sampler;
    private volatile @Nullable LinkageError loss;

    /** Starts the readings. */
    public TopFeed(MachineStats stats, BufferFilter filter, Duration interval) throws DmaBufException {
        sampler =
                Sampler.of(stats).every(interval).start(new LossListener(new Collector(filter, readings), this::lose));
    }

    /** Called only by the sampler's thread. */
    private static final class Collector implements SampleListener {
        private final BufferFilter filter;
        private final BlockingQueue<TopReading> readings;
        private TopReading last = TopReading.NONE;

        Collector(BufferFilter filter, BlockingQueue<TopReading> readings) {
            this.filter = filter;
            this.readings = readings;
        }

        @Override
        public void sampled(Sample sample) {
            add(last.then(filter.of(sample.snapshot())));
        }

        @Override
        public void failed(String reason, DmaBufException failure) {
            add(last.thenFailed(Instant.now(), String.valueOf(failure.getMessage())));
        }

        private void add(TopReading reading) {
            last = reading;
            readings.add(reading);
        }
    }

    private void lose(LinkageError error) {
        loss = error;
    }

    /** Why no reading may succeed any more, until the program is started again. */
    public Optional<LinkageError> loss() {
        return Optional.ofNullable(loss);
    }

    /** The next reading; empty where there is none yet. */
    Optional<TopReading> poll() {
        return Optional.ofNullable(readings.poll());
    }

    /** Waits for the next reading; empty where the thread was interrupted, or where none may come any more. */
    Optional<TopReading> await() {
        try {
            @Nullable TopReading reading = readings.poll();
            while (reading == null && loss == null) {
                reading = readings.poll(1, TimeUnit.SECONDS);
            }
            return Optional.ofNullable(reading);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Requests a reading as soon as possible. */
    void readNow() {
        sampler.sampleNow("request");
    }

    @Override
    public void close() {
        sampler.close();
    }
}
