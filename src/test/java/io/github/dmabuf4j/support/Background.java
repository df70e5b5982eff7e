// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call in a thread of its own. */
public final class Background<T> {
    private static final long HANGS_AFTER_SECONDS = 60;

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = Thread.ofPlatform().daemon().start(task);
    }

    public static <T> Background<T> of(Callable<T> call) {
        return new Background<>(call);
    }

    /** A call that has come to the point where it waits. */
    public static <T> Background<T> waiting(Callable<T> call) throws InterruptedException {
        Background<T> background = of(call);
        while (background.thread.getState() != Thread.State.TIMED_WAITING && !background.task.isDone()) {
            Thread.sleep(1);
        }
        return background;
    }

    public boolean isDone() {
        return task.isDone();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** What the call returned, or what it threw. */
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
