// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.LossListener;
import io.github.dmabuf4j.cli.io.LostClass;
import io.github.dmabuf4j.cli.recording.GapWatch;
import io.github.dmabuf4j.cli.recording.RecordingGap;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SampleListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes each sample, until there are enough, one cannot be written, or a class is lost ({@link LostClass}). What is missing is recorded
 * in the next sample. {@link #listener} is for a sampler.
 */
final class Recorder implements SampleListener {
    private final RecordingWriter writer;
    private final long count;
    private final Consumer<String> complaints;
    private final GapWatch gaps;
    private final CountDownLatch end = new CountDownLatch(1);
    private RecordingGap gap = RecordingGap.NONE;
    private long attempts;
    private long missing;
    private boolean isFull;
    private volatile @Nullable IOException failure;
    private volatile @Nullable LinkageError loss;

    /**
     * Creates a recorder.
     *
     * @param count how many samples are enough
     * @param interval the time between two samples
     * @param complaints takes a sentence about each sample that is missing
     */
    Recorder(RecordingWriter writer, long count, Duration interval, Consumer<String> complaints) {
        this.writer = writer;
        this.count = count;
        this.gaps = new GapWatch(interval);
        this.complaints = complaints;
    }

    /** Takes the samples of a sampler. */
    SampleListener listener() {
        return new LossListener(this, this::lose);
    }

    /** A complete recording does not need the class any more. */
    private void lose(LinkageError error) {
        if (!isOver()) {
            loss = error;
            end.countDown();
        }
    }

    /** Waits for the end, at most this time. Returns whether it has come. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return end.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Why the recording cannot be written. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Why no sample can be taken or written any more, until the program is started again. */
    Optional<LinkageError> loss() {
        return Optional.ofNullable(loss);
    }

    /** Whether a sample is missing. */
    boolean isIncomplete() {
        return missing > 0;
    }

    @Override
    public void sampled(Sample sample) {
        if (isOver()) {
            return;
        }
        try {
            gap = gap.and(gaps.next());
            writer.append(sample, gap);
            gap = RecordingGap.NONE;
            isFull = false;
        } catch (IOException problem) {
            notWritten(sample, problem);
        } catch (LinkageError error) {
            lose(error);
            return;
        } catch (Throwable thrown) {
            // For instance OutOfMemoryError: the next sample may fit again, and only the user ends a recording.
            miss(sample.reason(), thrown.toString());
        }
        attempted();
    }

    /** A disk is full for a while: the next sample may fit again. It is said once. */
    private void notWritten(Sample sample, IOException problem) {
        String why = String.valueOf(problem.getMessage());
        if (!writer.isOnDisk() || !ErrorNumber.isFullDisk(why)) {
            failure = problem;
        } else if (isFull) {
            count(why);
        } else {
            isFull = true;
            miss(sample.reason(), why + "; the recording goes on when there is room");
        }
    }

    @Override
    public void failed(String reason, DmaBufException problem) {
        if (!isOver()) {
            gap = gap.and(gaps.next());
            miss(reason, String.valueOf(problem.getMessage()));
            attempted();
        }
    }

    private boolean isOver() {
        return attempts == count || failure != null || loss != null;
    }

    private void attempted() {
        attempts++;
        if (isOver()) {
            end.countDown();
        }
    }

    private void miss(String reason, String why) {
        count(why);
        complaints.accept("no sample (" + TerminalEscape.of(reason) + "): " + TerminalEscape.sentence(why));
    }

    private void count(String why) {
        missing++;
        gap = gap.andMissing(why);
    }
}
