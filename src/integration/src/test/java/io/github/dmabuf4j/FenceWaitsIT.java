// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for fences, in threads and by futures: how a wait ends, and what it leaves behind. */
@RealKernel
@Needs({SYSTEM_HEAP, SW_SYNC})
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FenceWaitsIT {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration HUGE = Duration.ofSeconds(Long.MAX_VALUE);

    private SwSync timeline;
    private SyncFile fence;

    @BeforeEach
    void openTimeline() throws IOException {
        timeline = SwSync.open();
        fence = timeline.fence(1);
    }

    @AfterEach
    void closeTimeline() {
        fence.close();
        timeline.close();
    }

    /** Adds the fence as one of a writing device. */
    private DmaBuf busyBuffer() throws IOException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            DmaBuf buffer = heap.allocate(4096);
            buffer.importSyncFile(fence, Access.WRITE);
            return buffer;
        }
    }

    private static <T> FutureTask<T> inAThread(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().start(task);
        return task;
    }

    private static void complete(CompletableFuture<?> future) throws Exception {
        future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private void assertReallyClosedBy(Runnable close) {
        close.run();
        assertThat(OpenFiles.link(fence.fd())).isEmpty();
    }

    @Test
    void withoutTimeAWaitOnlyAsks() throws Exception {
        List<Duration> none = List.of(Duration.ZERO, Duration.ofNanos(-1), HUGE.negated());
        for (Duration time : none) {
            assertThat(fence.await(time)).isFalse();
        }
        timeline.advance(1);
        for (Duration time : none) {
            assertThat(fence.await(time)).isTrue();
        }
    }

    @Test
    void theTimeOfAWaitPasses() throws Exception {
        long start = System.nanoTime();
        assertThat(fence.await(SHORT)).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertReallyClosedBy(fence::close);
    }

    @Test
    void aWaitMayBeAsLongAsItLikes() throws Exception {
        FutureTask<Boolean> wait = inAThread(() -> fence.await(HUGE));
        assertThat(fence.await(SHORT)).isFalse();
        timeline.advance(1);
        assertThat(wait.get()).isTrue();
        assertReallyClosedBy(fence::close);
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        FutureTask<Boolean> wait = new FutureTask<>(() -> fence.await(HUGE));
        Thread waiter = Thread.ofPlatform().start(wait);
        assertThat(fence.await(SHORT)).isFalse();
        waiter.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(wait::get)
                .withCauseInstanceOf(InterruptedException.class);
        assertReallyClosedBy(fence::close);
    }

    @Test
    void oneWhoIsInterruptedAlreadyDoesNotWait() throws Exception {
        timeline.advance(1);
        for (Duration time : List.of(Duration.ZERO, HUGE)) {
            FutureTask<Boolean> wait = inAThread(() -> {
                Thread.currentThread().interrupt();
                return fence.await(time);
            });
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(wait::get)
                    .withCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aFutureCompletesWhenTheFenceIsSignaled() throws Exception {
        CompletableFuture<Void> future = fence.whenSignaled();
        assertThat(fence.await(SHORT)).isFalse();
        assertThat(future).isNotDone();
        timeline.advance(1);
        complete(future);
        complete(fence.whenSignaled());
        assertReallyClosedBy(fence::close);
    }

    @Test
    void aFutureOfABufferCompletesWhenTheBufferIsFree() throws Exception {
        try (DmaBuf buffer = busyBuffer()) {
            CompletableFuture<Void> toRead = buffer.whenReady(Access.READ);
            CompletableFuture<Void> toWrite = buffer.whenReady(Access.WRITE);
            assertThat(buffer.await(Access.READ, SHORT)).isFalse();
            assertThat(toRead).isNotDone();
            assertThat(toWrite).isNotDone();
            timeline.advance(1);
            complete(CompletableFuture.allOf(toRead, toWrite));
        }
    }

    @Test
    void aFailedFenceCompletesItsFutureExceptionally() throws Exception {
        CompletableFuture<Void> future = fence.whenSignaled();
        timeline.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> complete(future))
                .havingCause()
                .isInstanceOf(FenceException.class)
                .satisfies(failure ->
                        assertThat(((FenceException) failure).errno()).isEqualTo(LibC.ENOENT()));
        assertReallyClosedBy(fence::close);
    }

    @Test
    void cancellingAFutureEndsItsWait() throws Exception {
        CompletableFuture<Void> future = fence.whenSignaled();
        assertThat(future.cancel(false)).isTrue();
        assertReallyClosedBy(fence::close);
    }

    @Test
    void soDoesItsTimeout() throws Exception {
        CompletableFuture<Void> future = fence.whenSignaled().orTimeout(20, TimeUnit.MILLISECONDS);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> complete(future))
                .withCauseInstanceOf(TimeoutException.class);
        // The timer completes the future first, and then ends the wait.
        fence.close();
        assertThat(inAThread(this::isGone).get()).isTrue();
    }

    private boolean isGone() throws InterruptedException {
        while (!OpenFiles.link(fence.fd()).isEmpty()) {
            Thread.sleep(1);
        }
        return true;
    }

    @Test
    void aCloseDoesNotEndWhatWaits() throws Exception {
        FutureTask<Boolean> wait = inAThread(() -> fence.await(HUGE));
        CompletableFuture<Void> future = fence.whenSignaled();
        awaitBlocked(wait);
        fence.close();
        assertThat(future).isNotDone();
        timeline.advance(1);
        assertThat(wait.get()).isTrue();
        complete(future);
        assertThat(OpenFiles.link(fence.fd())).isEmpty();
    }

    @Test
    void aCloseDoesNotHideTheErrorFromWhatWaits() throws Exception {
        FutureTask<Boolean> wait = inAThread(() -> fence.await(HUGE));
        CompletableFuture<Void> future = fence.whenSignaled();
        awaitBlocked(wait);
        fence.close();
        timeline.close();
        for (FutureTask<?> end : List.of(wait, inAThread(future::get))) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(end::get)
                    .havingRootCause()
                    .isInstanceOf(FenceException.class);
        }
    }

    private static void awaitBlocked(FutureTask<?> wait) throws InterruptedException {
        // There is no telling from outside when a thread waits; after this time it does, or the test proves less.
        Thread.sleep(SHORT.toMillis() * 5);
        assertThat(wait.isDone()).isFalse();
    }

    @Test
    void aHundredFuturesCompleteTogether() throws Exception {
        List<SyncFile> fences = new ArrayList<>();
        List<CompletableFuture<Void>> futures = new ArrayList<>();
        try {
            for (int i = 1; i <= 100; i++) {
                SyncFile one = timeline.fence(i);
                fences.add(one);
                futures.add(one.whenSignaled());
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
            timeline.advance(99);
            complete(futures.get(98));
            assertThat(all).isNotDone();
            timeline.advance(1);
            complete(all);
        } finally {
            fences.forEach(SyncFile::close);
        }
    }

    @Test
    void whatDependsOnAFutureDoesNotRunInThePollersThread() throws Exception {
        CompletableFuture<String> name =
                fence.whenSignaled().thenApply(nothing -> Thread.currentThread().getName());
        timeline.advance(1);
        assertThat(name.get(LONG.toSeconds(), TimeUnit.SECONDS)).isNotEqualTo("dmabuf4j-poller");
    }

    @Test
    void oneWhoBlocksInWhatDependsOnAFutureStopsNoOtherWait() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch unblock = new CountDownLatch(1);
        CompletableFuture<Void> blocking = fence.whenSignaled().thenRun(() -> {
            blocked.countDown();
            awaitUnchecked(unblock);
        });
        try (SyncFile later = timeline.fence(2)) {
            CompletableFuture<Void> other = later.whenSignaled();
            timeline.advance(1);
            blocked.await();
            FutureTask<Boolean> wait = inAThread(() -> later.await(HUGE));
            timeline.advance(1);
            assertThat(wait.get()).isTrue();
            complete(other);
        } finally {
            unblock.countDown();
        }
        complete(blocking);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException(interrupt);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoModesOnOneBufferAreWaitedForApart(boolean readersFirst) throws Exception {
        try (SwSync reading = SwSync.open();
                SyncFile read = reading.fence(1);
                DmaBuf buffer = busyBuffer()) {
            buffer.importSyncFile(read, Access.READ);
            List<FutureTask<Boolean>> toRead = new ArrayList<>();
            List<FutureTask<Boolean>> toWrite = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                (readersFirst ? toRead : toWrite).add(waiter(buffer, readersFirst ? Access.READ : Access.WRITE));
                (readersFirst ? toWrite : toRead).add(waiter(buffer, readersFirst ? Access.WRITE : Access.READ));
            }
            awaitBlocked(toRead.get(2));

            timeline.advance(1);
            for (FutureTask<Boolean> reader : toRead) {
                assertThat(reader.get()).isTrue();
            }
            assertThat(buffer.await(Access.WRITE, SHORT)).isFalse();
            assertThat(toWrite).noneMatch(FutureTask::isDone);

            reading.advance(1);
            for (FutureTask<Boolean> writer : toWrite) {
                assertThat(writer.get()).isTrue();
            }
        }
    }

    private static FutureTask<Boolean> waiter(DmaBuf buffer, Access mode) {
        return inAThread(() -> buffer.await(mode, HUGE));
    }

    @Test
    void aHundredThreadsWaitForOneFence() throws Exception {
        List<FutureTask<Boolean>> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waits.add(inAThread(() -> fence.await(HUGE)));
        }
        assertThat(fence.await(SHORT)).isFalse();
        timeline.advance(1);
        for (FutureTask<Boolean> wait : waits) {
            assertThat(wait.get()).isTrue();
        }
        assertReallyClosedBy(fence::close);
    }

    @Test
    void afterItsEndAWaitKeepsNoDescriptor() throws Exception {
        for (int i = 2; i < 300; i++) {
            SyncFile next = timeline.fence(i);
            FutureTask<Boolean> wait = inAThread(() -> next.await(HUGE));
            timeline.advance(i == 2 ? 2 : 1);
            assertThat(wait.get()).isTrue();
            next.close();
            assertThat(OpenFiles.link(next.fd())).isEmpty();
        }
    }

    @Test
    void nobodyHasDroppedWhatAFutureWaitsFor() throws Exception {
        List<CompletableFuture<Void>> futures = new ArrayList<>();
        String log = FreedLog.of(() -> {
            futures.add(droppedBuffersFuture());
            // Its report shows that the garbage collector has run.
            return timeline.fence(2).fd();
        });
        assertThat(log)
                .startsWith("[")
                .containsOnlyOnce("was dropped without close")
                .contains("sync file");
        timeline.advance(1);
        complete(futures.get(0));
        assertThat(FreedLog.of(() -> true)).containsOnlyOnce("was dropped without close");
    }

    private CompletableFuture<Void> droppedBuffersFuture() throws IOException {
        return busyBuffer().whenReady(Access.READ);
    }
}
