// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Waiting virtual threads release their carriers. The build gives this JVM two carriers and never more, so a test would hang if
 * waiting threads held both.
 */
@RealKernel
@Needs({SYSTEM_HEAP, SW_SYNC})
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualThreadsIT {
    private static final int THREADS = 1_000;
    private static final int WAITS_OF_EACH = 10;
    private static final int FENCES = 50;
    private static final Duration LONG = Duration.ofHours(1);

    private SwSync timeline;
    private Running running;

    @BeforeEach
    void openTimeline() throws IOException {
        timeline = SwSync.open();
        running = new Running();
    }

    @AfterEach
    void closeTimeline() throws Exception {
        // Ends all waits.
        timeline.close();
        running.close();
    }

    /** Two more virtual threads, which count while they get a carrier. */
    private static final class Running {
        private final List<AtomicInteger> counters = List.of(new AtomicInteger(), new AtomicInteger());
        private final List<Thread> threads =
                counters.stream().map(Running::counting).toList();

        private static Thread counting(AtomicInteger counter) {
            return Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        counter.incrementAndGet();
                        Thread.sleep(1);
                    }
                } catch (InterruptedException end) {
                    // An interrupt ends the counters.
                }
            });
        }

        void awaitProgress() throws InterruptedException {
            for (AtomicInteger counter : counters) {
                int before = counter.get();
                while (counter.get() < before + 3) {
                    Thread.sleep(1);
                }
            }
        }

        void close() throws InterruptedException {
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    /** Tasks, each in a virtual thread of its own. */
    private static final class Tasks<T> {
        private final List<Thread> threads = new ArrayList<>();
        private final List<FutureTask<T>> results = new ArrayList<>();

        void start(Callable<T> body) {
            FutureTask<T> task = new FutureTask<>(body);
            results.add(task);
            threads.add(Thread.ofVirtual().start(task));
        }

        /** Waits until all tasks are parked, so that none has a carrier. */
        void awaitAllParked() throws InterruptedException {
            while (!allParked()) {
                Thread.sleep(1);
            }
        }

        boolean allParked() {
            return threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
        }

        List<T> results() throws Exception {
            List<T> all = new ArrayList<>();
            for (FutureTask<T> result : results) {
                all.add(result.get());
            }
            return all;
        }
    }

    @Test
    void thereAreTwoCarriersOnly() {
        assertThat(System.getProperty("jdk.virtualThreadScheduler.parallelism")).isEqualTo("2");
        assertThat(System.getProperty("jdk.virtualThreadScheduler.maxPoolSize")).isEqualTo("2");
    }

    @Test
    void tenThousandWaitsOfAThousandThreadsHoldNoCarrier() throws Exception {
        List<SyncFile> fences = new ArrayList<>();
        try {
            for (int i = 0; i < WAITS_OF_EACH * FENCES; i++) {
                fences.add(timeline.fence(1 + i / FENCES));
            }
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger signaled = new AtomicInteger();
            Tasks<Boolean> waiters = new Tasks<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                waiters.start(() -> waitForEach(fences, thread, begun, signaled));
            }
            for (int round = 1; round <= WAITS_OF_EACH; round++) {
                awaitCount(begun, round * THREADS);
                waiters.awaitAllParked();
                running.awaitProgress();
                assertThat(waiters.allParked()).isTrue();
                assertThat(signaled).hasValue((round - 1) * THREADS);
                timeline.advance(1);
            }
            assertThat(waiters.results()).hasSize(THREADS).containsOnly(true);
            assertThat(signaled).hasValue(THREADS * WAITS_OF_EACH);
        } finally {
            fences.forEach(SyncFile::close);
        }
    }

    private static boolean waitForEach(List<SyncFile> fences, int thread, AtomicInteger begun, AtomicInteger signaled)
            throws Exception {
        for (int i = thread % FENCES; i < fences.size(); i += FENCES) {
            begun.incrementAndGet();
            if (!fences.get(i).await(LONG)) {
                return false;
            }
            signaled.incrementAndGet();
        }
        return true;
    }

    private static void awaitCount(AtomicInteger counter, int count) throws InterruptedException {
        while (counter.get() < count) {
            Thread.sleep(1);
        }
    }

    /** Returns a channel that the caller must close. */
    private DmaBuf busyBuffer() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system");
                SyncFile fence = timeline.fence(1)) {
            DmaBuf buffer = heap.allocate(4096);
            buffer.importSyncFile(fence, Access.WRITE);
            return buffer;
        }
    }

    private static int opened(DmaBuf buffer, Access mode) throws IOException {
        try (CpuAccess access = buffer.access(mode)) {
            return access.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }

    private static int synced(DmaBuf buffer, Access mode) throws IOException {
        try (CpuSync scope = buffer.sync(mode)) {
            return scope.isOpen() ? 0 : 1;
        }
    }

    @Test
    void scopesThatWaitForAFenceHoldNoCarrier() throws Exception {
        try (DmaBuf buffer = busyBuffer()) {
            Tasks<Integer> scopes = new Tasks<>();
            for (int i = 0; i < 10; i++) {
                for (Access mode : Access.values()) {
                    scopes.start(() -> opened(buffer, mode));
                    scopes.start(() -> synced(buffer, mode));
                }
            }
            scopes.awaitAllParked();
            running.awaitProgress();
            assertThat(scopes.allParked()).isTrue();
            timeline.advance(1);
            assertThat(scopes.results()).hasSize(60).containsOnly(0);
        }
    }

    @Test
    void anInterruptDoesNotEndTheWaitOfAScopeAndIsKept() throws Exception {
        try (DmaBuf buffer = busyBuffer()) {
            Tasks<Boolean> scopes = new Tasks<>();
            scopes.start(() ->
                    opened(buffer, Access.READ) == 0 && Thread.currentThread().isInterrupted());
            scopes.awaitAllParked();
            scopes.threads.get(0).interrupt();
            running.awaitProgress();
            scopes.awaitAllParked();
            timeline.advance(1);
            assertThat(scopes.results()).containsOnly(true);
        }
    }

    @Test
    void aCloseDoesNotEndTheWaitOfAScope() throws Exception {
        DmaBuf buffer = busyBuffer();
        Tasks<Integer> scopes = new Tasks<>();
        for (int i = 0; i < 3; i++) {
            scopes.start(() -> opened(buffer, Access.WRITE));
        }
        scopes.awaitAllParked();
        buffer.close();
        scopes.threads.get(0).interrupt();
        running.awaitProgress();
        scopes.awaitAllParked();
        timeline.advance(1);
        assertThat(scopes.results()).hasSize(3).containsOnly(0);
    }
}
