// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.LostClass;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets a command clean up when SIGTERM or SIGINT ends this process, or the loss of a class ({@link LostClass}) does. */
final class EndOfProcess {
    private static final int PATIENCE_SECONDS = 10;
    /** The exit code is that of a process which a signal has ended. */
    private static final int BY_SIGNAL = -1;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private volatile int exitCode = BY_SIGNAL;
    private volatile @Nullable LinkageError loss;

    EndOfProcess() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
    }

    /** The JVM ends when this returns. */
    private void end() {
        // A command that ends by itself has cleaned up before.
        boolean isSignalled = cleanedUp.getCount() > 0;
        asked.countDown();
        try {
            cleanedUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
        if (isSignalled && exitCode != BY_SIGNAL) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** Whether there was a signal. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for the signal. */
    void await() {
        await(Duration.ofMillis(Long.MAX_VALUE));
    }

    /** Waits for the signal, but no longer than this. */
    void await(Duration longest) {
        try {
            boolean ignored = asked.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupt) {
            // This thread is interrupted only to end it.
            Thread.currentThread().interrupt();
        }
    }

    /** Does as if the signal had come: a waiting thread goes on. */
    void ask() {
        asked.countDown();
    }

    /** Does as if the signal had come, since no work of the command can succeed any more. */
    void lose(LinkageError error) {
        loss = error;
        ask();
    }

    /** Throws the exception that says why, if the command ends for that. */
    void throwLoss() throws BadRequestException {
        LostClass.check(Optional.ofNullable(loss));
    }

    /** Lets the process end. If it is a signal that ends it, it does so with this exit code. */
    void cleanedUp(int code) {
        exitCode = code;
        cleanedUp();
    }

    /** Lets the process end. */
    void cleanedUp() {
        cleanedUp.countDown();
    }
}
