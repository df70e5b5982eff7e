// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Poller;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until poll(2) says that a descriptor is ready. Who calls a method holds the descriptor.
 *
 * @param descriptor what is polled
 * @param events those of poll(2), of which one suffices
 */
record Readiness(OwnedDescriptor descriptor, int events) {

    /** What readiness means: nothing, or why what was waited for has failed. Must not block. */
    @FunctionalInterface
    interface Outcome {
        @Nullable
        DmaBufException failure();
    }

    boolean isReady() throws DmaBufException {
        return checked(Poller.happened(descriptor.number(), events)) != 0;
    }

    /** Waits; false when the time has passed. */
    boolean await(Duration timeout) throws DmaBufException, InterruptedException {
        return checked(Poller.shared().await(descriptor, events, timeout)) != 0;
    }

    private int checked(int result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException("poll", descriptor.target(), -result);
        }
        return result;
    }

    /**
     * A future that completes, in a thread of its own, when it is ready; completed otherwise, nobody waits any more.
     *
     * @param owner the object of the user's that the descriptor belongs to, kept reachable meanwhile
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the second future would only repeat the first
    CompletableFuture<Void> future(Object owner, Outcome outcome) throws DmaBufException {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Poller.Wait wait = new Poller.Wait(descriptor, events, new Completion(future, owner, outcome));
        checked(Poller.shared().begin(wait));
        future.whenComplete((nothing, thrown) -> Poller.shared().end(wait));
        return future;
    }

    private record Completion(CompletableFuture<Void> future, Object owner, Outcome outcome)
            implements Supplier<Runnable> {
        @Override
        public Runnable get() {
            DmaBufException failure = outcome.failure();
            return () -> complete(failure);
        }

        /** What depends on the future may block: it must not run in the poller's thread, nor let others wait for it. */
        private void complete(@Nullable DmaBufException failure) {
            Runnable completion =
                    failure == null ? () -> future.complete(null) : () -> future.completeExceptionally(failure);
            Thread.ofVirtual().name("dmabuf4j-completion").start(completion);
        }
    }
}
