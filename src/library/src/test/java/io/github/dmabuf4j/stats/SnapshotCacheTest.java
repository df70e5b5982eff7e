// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static io.github.dmabuf4j.support.BufferBuilder.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBufException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By a clock that the tests move. */
class SnapshotCacheTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeSource source =
            new FakeSource("fake", StatsCapability.values()).with(buffer(1).size(4096));
    private final MachineStats machine = MachineStats.of(List.of(source));
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final SnapshotCache cache = SnapshotCache.of(machine, SECOND, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aSnapshotIsHandedOutUntilItIsTooOld() throws DmaBufException {
        Snapshot first = cache.get();
        pass(SECOND.minusNanos(1));
        assertThat(cache.get()).isSameAs(first);
        pass(Duration.ofNanos(1));
        assertThat(cache.get()).isNotSameAs(first);
        assertThat(source.reads).hasValue(2);
        assertThat(cache.cost().snapshots()).isEqualTo(2);
    }

    @Test
    void manyReadersCostOneReading() throws Exception {
        Callable<Snapshot> reader = cache::get;
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Snapshot>> got =
                    readers.invokeAll(Stream.generate(() -> reader).limit(200).toList());
            for (Future<Snapshot> one : got) {
                assertThat(one.get().buffers()).hasSize(1);
            }
        }
        assertThat(source.reads).hasValue(1);
    }

    @Test
    void aFailureIsHandedOutAndNothingIsReadMeanwhile() throws DmaBufException {
        source.failing(true);
        assertThatExceptionOfType(DmaBufException.class).isThrownBy(cache::get);
        source.failing(false);
        pass(SECOND.minusNanos(1));
        assertThatExceptionOfType(DmaBufException.class).isThrownBy(cache::get);
        assertThat(source.reads).hasValue(1);
        pass(Duration.ofNanos(1));
        assertThat(cache.get().buffers()).hasSize(1);
        assertThat(cache.cost().failures()).isEqualTo(1);
        assertThat(cache.cost().snapshots()).isEqualTo(1);
    }

    @Test
    void afterAnErrorOfJavaTheNextCallReadsAgain() throws DmaBufException {
        source.throwing(new OutOfMemoryError("a test"));
        assertThatThrownBy(cache::get).isInstanceOf(OutOfMemoryError.class);
        source.throwing(null);
        assertThat(cache.get().buffers()).hasSize(1);
    }

    @Test
    void theCostIsTheTimeOfReading() throws DmaBufException {
        assertThat(cache.cost()).isEqualTo(SnapshotCost.NONE);
        SnapshotCache slow = SnapshotCache.of(machine, Duration.ZERO, () -> now.getAndAdd(5));
        slow.get();
        assertThat(slow.cost().last()).isEqualTo(Duration.ofNanos(5));
        slow.get();
        assertThat(slow.cost().total()).isEqualTo(Duration.ofNanos(10));
    }

    @Test
    void aNegativeAgeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnapshotCache.of(machine, Duration.ofMillis(-1)))
                .withMessage("a snapshot cannot be handed out for PT-0.001S");
    }
}
