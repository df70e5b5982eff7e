// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Poller;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Waits until poll(2) says that a descriptor is ready.
 *
 * @param descriptor what is polled
 * @param owner the object of the user's that it belongs to, kept reachable meanwhile
 * @param events those of poll(2), of which one suffices
 */
record Readiness(OwnedDescriptor descriptor, Object owner, int events) {

    /** What readiness means: nothing, or why what was waited for has failed. Must not block. */
    @FunctionalInterface
    interface Outcome {
        @Nullable
        DmaBufException failure();
    }

    boolean isReady() throws DmaBufException {
        int fd = descriptor.acquire();
        try {
            return checked(Poller.happened(fd, events)) != 0;
        } finally {
            descriptor.release();
            Reference.reachabilityFence(owner);
        }
    }

    /** Waits; false when the time has passed. */
    boolean await(Duration timeout) throws DmaBufException, InterruptedException {
        return checked(Poller.shared().await(descriptor, owner, events, timeout)) != 0;
    }

    private int checked(int result) throws DmaBufException {
        if (result < 0) {
            throw new DmaBufException("poll", descriptor.target(), -result);
        }
        return result;
    }

    /** A future that completes, in its executor, when it is ready; completed otherwise, nobody waits any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // the second future would only repeat the first
    CompletableFuture<Void> future(Outcome outcome) throws DmaBufException {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Poller.Wait wait = new Poller.Wait(descriptor, events, () -> complete(future, outcome.failure()));
        try {
            checked(Poller.shared().begin(wait));
        } finally {
            Reference.reachabilityFence(owner);
        }
        future.whenComplete((nothing, thrown) -> Poller.shared().end(wait));
        return future;
    }

    /** What depends on the future must not run in the poller's thread. */
    private static void complete(CompletableFuture<Void> future, @Nullable DmaBufException failure) {
        Executor executor = future.defaultExecutor();
        executor.execute(failure == null ? () -> future.complete(null) : () -> future.completeExceptionally(failure));
    }
}
