// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call that runs in a thread of its own. */
public final class Background<T> {
    private static final long HANGS_AFTER_SECONDS = 60;

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Thread.Builder builder, Callable<T> call) {
        task = new FutureTask<>(call);
        thread = builder.start(task);
    }

    public static <T> Background<T> of(Callable<T> call) {
        return new Background<>(Thread.ofPlatform().daemon(), call);
    }

    /** Starts a call and returns when it waits or has ended. */
    public static <T> Background<T> waiting(Callable<T> call) throws InterruptedException {
        return of(call).afterItWaits();
    }

    /** Starts a call in a virtual thread, and returns when it waits or has ended. */
    public static <T> Background<T> waitingVirtual(Callable<T> call) throws InterruptedException {
        return new Background<>(Thread.ofVirtual(), call).afterItWaits();
    }

    private Background<T> afterItWaits() throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
            Thread.sleep(1);
        }
        return this;
    }

    public boolean isDone() {
        return task.isDone();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** Returns the result of the call, or throws its exception. */
    public T result() throws Exception {
        try {
            return task.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
