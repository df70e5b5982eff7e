// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Poller;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until poll(2) says that a descriptor is ready. Who calls a method holds the descriptor.
 *
 * @param descriptor what is polled
 * @param events those of poll(2), of which one suffices
 */
record Readiness(OwnedDescriptor descriptor, int events) {
    private static final String THREAD = "dmabuf4j-completion";
    private static final String CLOSED_BY_OTHERS =
            "somebody else has closed a descriptor that dmabuf4j owns: this one, or that of the thread that waits";

    /** What readiness means: nothing, or why what was waited for has failed. Must not block. */
    @FunctionalInterface
    interface Outcome {
        @Nullable
        DmaBufException failure();
    }

    boolean isReady() throws DmaBufException {
        return checked(Poller.happened(descriptor.number(), events)) != 0;
    }

    /** Waits; false when the deadline has passed. */
    boolean await(Deadline deadline) throws DmaBufException, InterruptedException {
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
     * A future that completes, in a thread of its own, when it is ready; completed otherwise, nobody waits any more.
     *
     * @param owner the object of the user's that the descriptor belongs to, kept reachable meanwhile
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the second future would only repeat the first
    CompletableFuture<Void> future(Object owner, Outcome outcome) throws DmaBufException {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Completion completion = new Completion(future, this, owner, outcome);
        Poller.Wait wait = new Poller.Wait(descriptor, events, completion);
        // Before it begins: what fails here leaves no wait.
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

        private final Object owner;
        private final Outcome outcome;
        private volatile @Nullable Throwable failure;

        Completion(CompletableFuture<Void> future, Readiness readiness, Object owner, Outcome outcome) {
            this.future = future;
            this.readiness = readiness;
            this.owner = owner;
            this.outcome = outcome;
        }

        @Override
        public void happened() {
            try {
                failure = outcome.failure();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        /** What depends on the future may block: it must not run in the poller's thread, nor let others wait for it. */
        @Override
        public void over(int errno) {
            if (errno != 0) {
                failure = readiness.failure(errno);
            }
            try {
                Thread.ofVirtual().name(THREAD).start(this);
            } catch (LinkageError noVirtualThreads) {
                // Of a process whose first one failed for want of memory: their class cannot be used any more.
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
                Reference.reachabilityFence(owner);
            }
        }

        /** False where memory was too short to complete what depends on the future; a next call goes on with the rest. */
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
