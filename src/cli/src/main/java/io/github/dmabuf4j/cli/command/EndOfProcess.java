// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command clean up when SIGTERM or SIGINT ends this process. */
final class EndOfProcess {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);

    EndOfProcess() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
    }

    /** The JVM ends when this returns. */
    private void end() {
        asked.countDown();
        try {
            cleanedUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was a signal. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for the signal. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException interrupt) {
            // This thread is interrupted only to end it.
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the process end. */
    void cleanedUp() {
        cleanedUp.countDown();
    }
}
