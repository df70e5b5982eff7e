// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.jfr.FenceWaitEvent;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until poll(2) reports that a descriptor is ready.
 *
 * @param descriptor the descriptor to poll
 * @param events of poll(2), of which one suffices
 * @param owner the public object that the descriptor belongs to, kept reachable meanwhile
 * @param outcome what readiness means
 */
record Readiness(OwnedDescriptor descriptor, int events, Object owner, Outcome outcome) {
    private static final String THREAD = "dmabuf4j-completion";
    private static final String CLOSED_BY_OTHERS =
            "other code has closed a descriptor that dmabuf4j owns: this one, or that of the thread that waits";

    /** Why what was waited for has failed, or null where it has not. Must not block. */
    @FunctionalInterface
    interface Outcome {
        Outcome SUCCESS = () -> null;

        @Nullable
        DmaBufException failure();
    }

    /** Asks without waiting. */
    boolean isReady() throws DmaBufException {
        descriptor.acquire();
        try {
            return checked(Poller.happened(descriptor.number(), events)) != 0;
        } finally {
            descriptor.releaseFor(owner);
        }
    }

    /** Waits; returns false when the time has passed, and fails with the outcome. */
    boolean await(Duration timeout) throws DmaBufException, InterruptedException {
        FenceWaitEvent event = Events.fenceWait();
        descriptor.acquire();
        try {
            boolean isReady = awaitRecorded(event, timeout);
            if (isReady) {
                failIfFailed();
            }
            return isReady;
        } finally {
            descriptor.releaseFor(owner);
        }
    }

    private boolean awaitRecorded(@Nullable FenceWaitEvent event, Duration timeout)
            throws DmaBufException, InterruptedException {
        boolean isReady = false;
        try {
            isReady = awaitHeld(Deadline.after(timeout));
            return isReady;
        } finally {
            if (event != null) {
                event.commit(descriptor, timeout, isReady);
            }
        }
    }

    private void failIfFailed() throws DmaBufException {
        DmaBufException failure = outcome.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits; returns false when the deadline has passed. The caller holds the descriptor. */
    boolean awaitHeld(Deadline deadline) throws DmaBufException, InterruptedException {
        return checked(Poller.shared().await(descriptor, events, deadline)) != 0;
    }

    private int checked(int result) throws DmaBufException {
        if (result < 0) {
            throw failure(-result);
        }
        return result;
    }

    private DmaBufException failure(int errno) {
        return new DmaBufException("poll", descriptor.target(), errno, errno == LibC.EBADF() ? CLOSED_BY_OTHERS : "");
    }

    /**
     * Returns a future that completes with the outcome, in a thread of its own. Completing it in another way, as by a
     * cancellation, ends the wait.
     */
    CompletableFuture<Void> future() throws DmaBufException {
        descriptor.acquire();
        try {
            return futureOfHeld();
        } finally {
            descriptor.releaseFor(owner);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the second future would only repeat the first
    private CompletableFuture<Void> futureOfHeld() throws DmaBufException {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Completion completion = new Completion(future, this);
        Poller.Wait wait = new Poller.Wait(descriptor, events, completion);
        // Before the wait begins: a failure here leaves no wait.
        future.whenComplete((nothing, thrown) -> Poller.shared().end(wait));
        int result = Poller.shared().begin(wait);
        if (result == -LibC.EPERM()) {
            // epoll(7) refuses files that are always ready.
            completion.happened();
            completion.over(0);
        } else {
            checked(result);
        }
        return future;
    }

    private static final class Completion implements Poller.Waiting, Runnable {
        private static final long PAUSE_MILLIS = 10;

        private final CompletableFuture<Void> future;
        private final Readiness readiness;
        private volatile @Nullable Throwable failure;

        Completion(CompletableFuture<Void> future, Readiness readiness) {
            this.future = future;
            this.readiness = readiness;
        }

        @Override
        public void happened() {
            try {
                failure = readiness.outcome().failure();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        /** Completes the future in another thread: what depends on it may block, and the poller's thread must not. */
        @Override
        public void over(int errno) {
            if (errno != 0) {
                failure = readiness.failure(errno);
            }
            try {
                Thread.ofVirtual().name(THREAD).start(this);
            } catch (LinkageError noVirtualThreads) {
                // The first one of this process failed for want of memory: their class can no longer be used.
                Thread.ofPlatform().daemon().name(THREAD).start(this);
            }
        }

        @Override
        public void run() {
            try {
                while (!isComplete()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                }
            } finally {
                Reference.reachabilityFence(readiness.owner());
            }
        }

        /**
         * Returns false where memory was too short to complete all that depends on the future; the next call goes on.
         */
        private boolean isComplete() {
            try {
                Throwable why = failure;
                if (why == null) {
                    future.complete(null);
                } else {
                    future.completeExceptionally(why);
                }
                return true;
            } catch (Throwable shortage) {
                return false;
            }
        }
    }
}
