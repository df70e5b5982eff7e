// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Closes objects that other threads use. Running operations end as without the close, later ones are refused, and nothing is
 * left afterwards. 10,000 times in all: four threads in each of 2,500 rounds.
 */
@RealKernel
@Needs({SYSTEM_HEAP, SW_SYNC})
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class CloseRacesIT {
    private static final int ROUNDS_OF_EACH = 1_250;
    private static final int BYTES = 8192;
    private static final List<Access> MODES = List.of(Access.READ, Access.WRITE, Access.READ_WRITE);
    private static final Duration LONG = Duration.ofHours(1);

    private DmaHeap heap;
    private SwSync timeline;

    @BeforeEach
    void openBoth() throws IOException {
        heap = DmaHeap.open("system");
        timeline = SwSync.open();
    }

    @AfterEach
    void closeBoth() {
        timeline.close();
        heap.close();
    }

    /** The objects that all threads of one round use. */
    private record Target(DmaBuf buffer, SyncFile fence, int round) {}

    /** Returns whether the operation ended as without a close. */
    private interface Use {
        boolean of(Target target) throws Exception;
    }

    private static boolean waitsForTheBuffer(Target target) throws Exception {
        return target.buffer().await(MODES.get(target.round() % 3), LONG);
    }

    private static boolean waitsForTheFence(Target target) throws Exception {
        return target.fence().await(LONG);
    }

    private static boolean maps(Target target) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapping = target.buffer().map(MapMode.READ_WRITE, 0, BYTES, arena);
            LockSupport.parkNanos(1);
            mapping.set(ValueLayout.JAVA_INT, 0, target.round());
            return mapping.get(ValueLayout.JAVA_INT, 0) == target.round();
        }
    }

    private static boolean opensAScope(Target target) throws Exception {
        try (CpuAccess access = target.buffer().access(Access.READ_WRITE)) {
            access.segment().set(ValueLayout.JAVA_INT, BYTES - 4, target.round());
            LockSupport.parkNanos(1);
            return access.segment().get(ValueLayout.JAVA_INT, BYTES - 4) == target.round();
        }
    }

    /** A thread that uses one target after another, and counts the results. */
    private static final class User implements Runnable {
        final AtomicInteger done = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        private final Use use;
        private final Race race;

        User(Use use, Race race) {
            this.use = use;
            this.race = race;
        }

        @Override
        public void run() {
            for (int round = 0; round < ROUNDS_OF_EACH; round++) {
                race.meet();
                try {
                    race.begun.incrementAndGet();
                    assertThat(use.of(race.target)).isTrue();
                    done.incrementAndGet();
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessageEndingWith("is closed");
                    refused.incrementAndGet();
                } catch (Exception other) {
                    throw new AssertionError("round " + round, other);
                } finally {
                    race.meet();
                }
            }
        }
    }

    private static final class Race {
        final CyclicBarrier barrier = new CyclicBarrier(5);
        final AtomicInteger begun = new AtomicInteger();
        volatile Target target;

        void meet() {
            try {
                barrier.await();
            } catch (Exception broken) {
                throw new AssertionError(broken);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCloseAmidUseHasOneOutcome(boolean virtual) throws Exception {
        Race race = new Race();
        List<User> users = List.of(
                new User(CloseRacesIT::waitsForTheBuffer, race),
                new User(CloseRacesIT::waitsForTheFence, race),
                new User(CloseRacesIT::maps, race),
                new User(CloseRacesIT::opensAScope, race));
        List<FutureTask<Void>> ends = new ArrayList<>();
        for (User user : users) {
            FutureTask<Void> end = new FutureTask<>(user, null);
            ends.add(end);
            (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(end);
        }
        Set<Long> inodes = new HashSet<>();
        for (int round = 0; round < ROUNDS_OF_EACH; round++) {
            inodes.add(closeAmidUse(race, round));
        }
        for (FutureTask<Void> end : ends) {
            end.get();
        }
        assertThat(users).allSatisfy(user -> {
            assertThat(user.done.get() + user.refused.get()).isEqualTo(ROUNDS_OF_EACH);
            assertThat(user.done).hasPositiveValue();
            assertThat(user.refused).hasPositiveValue();
        });
        assertThat(inodes).hasSize(ROUNDS_OF_EACH);
        assertThat(AllBuffers.inodes()).doesNotContainAnyElementsOf(inodes);
    }

    /** Returns the inode of a buffer that was closed before, during or after its use, with its fence signaled before or after. */
    private long closeAmidUse(Race race, int round) throws IOException {
        SyncFile fence = timeline.fence(round + 1);
        DmaBuf buffer = heap.allocate(BYTES);
        long inode = buffer.inode();
        buffer.importSyncFile(fence, Access.WRITE);
        boolean signaledFirst = (round & 4) != 0;
        race.begun.set(0);
        race.target = new Target(buffer, fence, round);
        if (signaledFirst) {
            timeline.advance(1);
        }
        closeAtItsTime(race, round & 3);
        if (!signaledFirst) {
            timeline.advance(1);
        }
        race.meet();
        assertThat(OpenFiles.link(buffer.fd())).isEmpty();
        assertThat(OpenFiles.link(fence.fd())).isEmpty();
        return inode;
    }

    private static void closeAtItsTime(Race race, int time) {
        if (time == 0) {
            close(race.target);
        }
        race.meet();
        if (time >= 2) {
            while (race.begun.get() < time) {
                Thread.onSpinWait();
            }
        }
        if (time == 3) {
            LockSupport.parkNanos(200_000);
        }
        close(race.target);
    }

    private static void close(Target target) {
        target.buffer().close();
        target.fence().close();
    }

    /** A property of the kernel that {@link DmaBuf#await} documents. */
    @Test
    void afterAWaitInVainTheKernelKeepsTheBufferUntilTheFenceIsSignaled() throws Exception {
        try (SyncFile fence = timeline.fence(1)) {
            DmaBuf never = heap.allocate(BYTES);
            DmaBuf asked = heap.allocate(BYTES);
            long neverWaitedFor = never.inode();
            long waitedFor = asked.inode();
            never.importSyncFile(fence, Access.WRITE);
            asked.importSyncFile(fence, Access.WRITE);
            assertThat(asked.await(Access.READ, Duration.ofMillis(1))).isFalse();
            never.close();
            asked.close();
            assertThat(AllBuffers.exists(neverWaitedFor)).isFalse();
            assertThat(AllBuffers.exists(waitedFor)).isTrue();
            timeline.advance(1);
            assertThat(AllBuffers.exists(waitedFor)).isFalse();
        }
    }
}
