// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.sync_merge_data;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.Scratch;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance rows 26 to 31, fences. */
@RealKernel
@Needs({SYSTEM_HEAP, SW_SYNC})
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FenceConformanceIT {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(20);

    private SwSync timeline;
    private DmaBuf buffer;

    @BeforeEach
    void openTimelineAndBuffer() throws IOException {
        timeline = SwSync.open();
        try (DmaHeap heap = DmaHeap.open("system")) {
            buffer = heap.allocate(4096);
        }
    }

    @AfterEach
    void closeBoth() {
        buffer.close();
        timeline.close();
    }

    /** Returns the modes that have to wait, by each interface that reports it. */
    private Set<Access> busyModes() throws Exception {
        Set<Access> busy = EnumSet.noneOf(Access.class);
        for (Access mode : Access.values()) {
            boolean ready = buffer.isReady(mode);
            assertThat(buffer.await(mode, Duration.ZERO)).isEqualTo(ready);
            try (SyncFile exported = buffer.exportSyncFile(mode)) {
                assertThat(exported.state()).isEqualTo(ready ? FenceState.SIGNALED : FenceState.PENDING);
            }
            if (!ready) {
                busy.add(mode);
            }
        }
        return busy;
    }

    private static void importNew(SwSync from, long value, DmaBuf into, Access mode) throws IOException {
        try (SyncFile fence = from.fence(value)) {
            into.importSyncFile(fence, mode);
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void row26_anExportWithoutFencesIsSignaledAtOnce(Access mode) throws Exception {
        try (SyncFile exported = buffer.exportSyncFile(mode)) {
            assertThat(exported.state()).isEqualTo(FenceState.SIGNALED);
            assertThat(exported.await(Duration.ZERO)).isTrue();
            exported.whenSignaled().get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(busyModes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void row27_aReadFenceLetsReadersInAndAWriteFenceNobody(Access imported) throws Exception {
        Set<Access> waiting =
                imported == Access.READ ? EnumSet.of(Access.WRITE, Access.READ_WRITE) : EnumSet.allOf(Access.class);
        importNew(timeline, 1, buffer, imported);

        assertThat(busyModes()).isEqualTo(waiting);
        for (Access mode : waiting) {
            assertThat(buffer.await(mode, SHORT)).isFalse();
            assertThat(buffer.whenReady(mode)).isNotDone().satisfies(future -> future.cancel(false));
        }

        timeline.advance(1);
        assertThat(busyModes()).isEmpty();
    }

    @Test
    void row28_anExportIsASnapshot() throws Exception {
        importNew(timeline, 1, buffer, Access.WRITE);
        try (SyncFile before = buffer.exportSyncFile(Access.READ_WRITE)) {
            importNew(timeline, 2, buffer, Access.WRITE);

            timeline.advance(1);

            assertThat(before.await(LONG)).isTrue();
            assertThat(busyModes()).isEqualTo(EnumSet.allOf(Access.class));
        }
        timeline.advance(1);
        assertThat(busyModes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void row29_ofTwoFencesBothMustBeSignaled(boolean firstFirst) throws Exception {
        try (SwSync other = SwSync.open()) {
            importNew(timeline, 1, buffer, Access.WRITE);
            importNew(other, 1, buffer, Access.WRITE);
            FutureTask<Boolean> wait = inAThread(() -> buffer.await(Access.READ, LONG));

            (firstFirst ? timeline : other).advance(1);
            assertThat(buffer.await(Access.READ, SHORT)).isFalse();
            assertThat(busyModes()).isEqualTo(EnumSet.allOf(Access.class));

            (firstFirst ? other : timeline).advance(1);
            assertThat(wait.get()).isTrue();
            assertThat(busyModes()).isEmpty();
        }
    }

    @Test
    void row29_manyReadersBlockWritersOnlyAndOneWriterAll() throws Exception {
        List<SwSync> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                // The kernel keeps only the last fence of a timeline.
                SwSync reader = SwSync.open();
                readers.add(reader);
                importNew(reader, 1, buffer, Access.READ);
            }
            assertThat(busyModes()).isEqualTo(EnumSet.of(Access.WRITE, Access.READ_WRITE));

            importNew(timeline, 1, buffer, Access.WRITE);
            assertThat(busyModes()).isEqualTo(EnumSet.allOf(Access.class));

            timeline.advance(1);
            for (SwSync reader : readers) {
                assertThat(busyModes()).isEqualTo(EnumSet.of(Access.WRITE, Access.READ_WRITE));
                reader.advance(1);
            }
            assertThat(busyModes()).isEmpty();
        } finally {
            readers.forEach(SwSync::close);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void row30_aMergeIsSignaledWhenBothAre(boolean firstFirst) throws Exception {
        try (SwSync other = SwSync.open();
                SyncFile one = timeline.fence(1);
                SyncFile two = other.fence(1);
                SyncFile both = one.merge("both", two)) {
            assertThat(both.await(SHORT)).isFalse();

            (firstFirst ? timeline : other).advance(1);
            assertThat(both.await(SHORT)).isFalse();
            assertThat((firstFirst ? one : two).await(LONG)).isTrue();
            assertThat((firstFirst ? two : one).state()).isEqualTo(FenceState.PENDING);

            (firstFirst ? other : timeline).advance(1);
            assertThat(both.await(LONG)).isTrue();
            assertThat(both.state()).isEqualTo(FenceState.SIGNALED);
        }
    }

    @Test
    void row30_aMergeWithWhatIsClosedIsRefused() throws Exception {
        try (SyncFile one = timeline.fence(1)) {
            SyncFile closed = timeline.fence(1);
            closed.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> one.merge("refused", closed))
                    .withMessageContaining("is closed");
            assertThatIllegalStateException()
                    .isThrownBy(() -> closed.merge("refused", one))
                    .withMessageContaining("is closed");
            assertThat(one.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void row30_andByTheKernel() throws Exception {
        try (SyncFile one = timeline.fence(1)) {
            for (int invalid : new int[] {-1, 1_000_000, buffer.fd()}) {
                assertThat(rawMerge(one.fd(), invalid)).isEqualTo(-LibC.ENOENT());
            }
        }
    }

    private static int rawMerge(int fd, int second) {
        Ioctl merge = new Ioctl("SYNC_IOC_MERGE", LinuxDmaBuf.SYNC_IOC_MERGE(), sync_merge_data.layout());
        MemorySegment arg = Scratch.cleared(sync_merge_data.layout());
        sync_merge_data.fd2(arg, second);
        return merge.call(fd, arg);
    }

    @Test
    void row30_aTimeoutIsToldAsThat() throws Exception {
        try (SyncFile pending = timeline.fence(1)) {
            importNew(timeline, 1, buffer, Access.WRITE);
            assertThat(pending.await(SHORT)).isFalse();
            assertThat(buffer.await(Access.WRITE, SHORT)).isFalse();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pending.whenSignaled()
                            .orTimeout(SHORT.toMillis(), TimeUnit.MILLISECONDS)
                            .get())
                    .withCauseInstanceOf(TimeoutException.class);
            assertThat(pending.state()).isEqualTo(FenceState.PENDING);
        }
    }

    @Test
    void row31_closingTheTimelineEndsAWaitWithAnError() throws Exception {
        try (SyncFile fence = timeline.fence(1)) {
            FutureTask<Boolean> wait = inAThread(() -> fence.await(LONG));
            assertThat(fence.await(SHORT)).isFalse();

            timeline.close();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(wait::get)
                    .havingCause()
                    .isInstanceOf(FenceException.class)
                    .withMessageStartingWith(
                            "wait on sync file fd " + fence.fd() + " of another owner failed: ENOENT (2)")
                    .withMessageEndingWith("the fence was signaled with this error, so the device's work has failed")
                    .satisfies(failure ->
                            assertThat(((FenceException) failure).errno()).isEqualTo(LibC.ENOENT()));
            assertThat(fence.state()).isEqualTo(FenceState.FAILED);
        }
    }

    @Test
    void row31_andOneForABufferToo() throws Exception {
        importNew(timeline, 1, buffer, Access.WRITE);
        try (SyncFile exported = buffer.exportSyncFile(Access.READ)) {
            FutureTask<Boolean> wait = inAThread(() -> buffer.await(Access.READ, LONG));
            assertThat(buffer.await(Access.READ, SHORT)).isFalse();

            timeline.close();

            assertThat(wait.get()).isTrue();
            assertThatExceptionOfType(FenceException.class).isThrownBy(() -> exported.await(LONG));
        }
    }

    private static <T> FutureTask<T> inAThread(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().start(task);
        return task;
    }
}
