// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;

class ScratchTest {
    /** Threads whose ids have these last bits in common share a place in the table of the last ones. */
    private static final int PLACES = 256;

    private static final ThreadLocal<Boolean> MARK = new ThreadLocal<>();

    @Test
    void theMemoryOfAThreadStaysWhenAPoolClearsTheVariablesOfItsThreads() throws Exception {
        try (ForkJoinPool pool = new ForkJoinPool(1, ScratchTest::clearedThread, null, false)) {
            long thread = pool.submit(() -> {
                        MARK.set(true);
                        Scratch.view().putLong(0, 42);
                        return Thread.currentThread().threadId();
                    })
                    .get();
            while (!pool.submit(() -> MARK.get() == null).get()) {
                Thread.sleep(1);
            }

            takePlaceOf(thread);

            assertThat(pool.submit(() -> Scratch.view().getLong(0)).get()).isEqualTo(42);
        }
    }

    private static ForkJoinWorkerThread clearedThread(ForkJoinPool pool) {
        return new ForkJoinWorkerThread(null, pool, false) {};
    }

    private static void takePlaceOf(long thread) throws InterruptedException {
        Thread other = new Thread(Scratch::view);
        while ((other.threadId() - thread) % PLACES != 0) {
            other = new Thread(Scratch::view);
        }
        other.start();
        other.join();
    }
}
