// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Processes;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel.MapMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of buffers beyond the conformance rows: ownership, names, use after close, dropped buffers. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
class DmaBufIT {
    private static final int BYTES = 1 << 16;

    private DmaHeap heap;

    @BeforeEach
    void openHeap() throws DmaBufException {
        heap = DmaHeap.open("system");
    }

    @AfterEach
    void closeHeap() {
        heap.close();
    }

    @Test
    void aNameIsSeenByAllHoldersAndByTheKernel() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES);
                DmaBuf other = buffer.duplicate()) {
            assertThat(buffer.name()).isEmpty();
            for (String name : List.of("camera-0", "Übergabe 📷", "x\nsize:\t1", "", "x".repeat(31))) {
                buffer.setName(name);
                assertThat(other.name()).isEqualTo(name);
            }
            assertThat(OpenFiles.info(other.fd(), "name")).isEqualTo("x".repeat(31));
        }
    }

    @Test
    void aNameThatForgesALineChangesNoFigure() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            buffer.setName("x\nsize:\t1");
            assertThat(OpenFiles.info(buffer.fd(), "size")).isEqualTo(String.valueOf(BYTES));
        }
    }

    @Test
    void aNameThatDoesNotFitIsRefused() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> buffer.setName("ü".repeat(16)))
                    .withMessageContaining("has 32 bytes; a buffer's name has at most 31");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> buffer.setName("a\0b"))
                    .withMessageContaining("NUL");
            assertThat(buffer.name()).isEmpty();
        }
    }

    @Test
    void aDuplicateIsTheSameBufferWithALifeOfItsOwn() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        DmaBuf duplicate = buffer.duplicate();
        assertThat(duplicate.fd()).isNotEqualTo(buffer.fd());
        assertThat(OpenFiles.isCloseOnExec(duplicate.fd())).isTrue();
        assertThat(duplicate.inode()).isEqualTo(buffer.inode());
        assertThat(duplicate.size()).isEqualTo(BYTES);
        buffer.close();
        try (CpuAccess access = duplicate.access(Access.WRITE)) {
            access.segment().fill((byte) 1);
        }
        duplicate.close();
    }

    @Test
    void anAdoptedDescriptorIsOwned() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            int fd = Sys.fcntl(buffer.fd(), LibC.F_DUPFD_CLOEXEC(), 0);
            try (DmaBuf adopted = DmaBuf.adopt(fd)) {
                assertThat(adopted.size()).isEqualTo(BYTES);
                assertThat(adopted.inode()).isEqualTo(buffer.inode());
            }
            assertThat(OpenFiles.link(fd)).isEmpty();
        }
    }

    @Test
    void aDetachedDescriptorIsOpenAndCanBeAdoptedAgain() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        long inode = buffer.inode();
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            access.segment().fill((byte) 5);
        }

        int fd = buffer.detachFd();

        buffer.close();
        assertThat(buffer.isOpen()).isFalse();
        assertThat(OpenFiles.link(fd)).startsWith("/dmabuf:");
        assertThat(OpenFiles.isCloseOnExec(fd)).isTrue();
        assertThat(Processes.bufferMappings("self")).isEmpty();
        assertThat(AllBuffers.exists(inode)).isTrue();
        try (DmaBuf again = DmaBuf.adopt(fd);
                CpuAccess access = again.access(Access.READ)) {
            assertThat(again.inode()).isEqualTo(inode);
            assertThat(access.segment().get(ValueLayout.JAVA_BYTE, BYTES - 1)).isEqualTo((byte) 5);
        }
        assertThat(AllBuffers.exists(inode)).isFalse();
    }

    @Test
    void aMappingOutlivesADetachedBuffer() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            DmaBuf buffer = heap.allocate(BYTES);
            long inode = buffer.inode();
            MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, BYTES, arena);

            assertThat(Sys.close(buffer.detachFd())).isZero();

            mapping.fill((byte) 7);
            assertThat(AllBuffers.exists(inode)).isTrue();
        }
    }

    @Test
    void aBufferInUseCannotBeDetached() throws Exception {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            CpuAccess access = buffer.access(Access.WRITE);
            assertInUse(buffer);
            access.segment().fill((byte) 1);
            access.close();

            HeldFd held = buffer.holdFd();
            assertInUse(buffer);
            held.close();

            assertThat(Sys.close(buffer.detachFd())).isZero();
        }
    }

    @Test
    @Needs(SW_SYNC)
    void aBufferThatIsWaitedForCannotBeDetached() throws Exception {
        try (SwSync timeline = SwSync.open();
                SyncFile fence = timeline.fence(1);
                DmaBuf buffer = heap.allocate(BYTES)) {
            buffer.importSyncFile(fence, Access.WRITE);
            CompletableFuture<Void> future = buffer.whenReady(Access.READ);
            assertInUse(buffer);
            future.cancel(false);

            FutureTask<Boolean> waiter = new FutureTask<>(() -> buffer.await(Access.READ, Duration.ofHours(1)));
            Thread thread = Thread.ofVirtual().start(waiter);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertInUse(buffer);
            timeline.advance(1);
            assertThat(waiter.get()).isTrue();
            thread.join();

            assertThat(Sys.close(buffer.detachFd())).isZero();
        }
    }

    private static void assertInUse(DmaBuf buffer) throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(buffer::detachFd)
                .withMessageContaining("is in use and cannot be detached");
        assertThat(buffer.isOpen()).isTrue();
        assertThat(OpenFiles.link(buffer.fd())).startsWith("/dmabuf:");
    }

    @Test
    void detachingFromManyThreadsAtOnceGivesTheNumberOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            DmaBuf buffer = heap.allocate(4096);
            CountDownLatch start = new CountDownLatch(1);
            AtomicInteger detached = new AtomicInteger();
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> {
                        awaitQuietly(start);
                        detach(buffer, detached);
                    }))
                    .toList();
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(detached).hasValue(1);
            assertThat(Sys.close(buffer.fd())).isZero();
        }
    }

    private static void detach(DmaBuf buffer, AtomicInteger detached) {
        try {
            assertThat(buffer.detachFd()).isEqualTo(buffer.fd());
            detached.incrementAndGet();
        } catch (IllegalStateException already) {
            assertThat(already).hasMessageEndingWith("is closed");
        }
    }

    @Test
    void aDetachedBufferThatIsDroppedIsNeitherClosedNorReported() throws Exception {
        AtomicInteger detached = new AtomicInteger();
        String log = logWhenFreed(() -> {
            detached.set(dropDetached());
            return dropOne();
        });
        // The other one was found by a later collection, or by the same.
        assertThat(log).contains("it is freed now").doesNotContain("fd " + detached.get() + " ");
        assertThat(OpenFiles.link(detached.get())).startsWith("/dmabuf:");
        Sys.close(detached.get());
    }

    private int dropDetached() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        buffer.access(Access.READ).close();
        return buffer.detachFd();
    }

    @Test
    void useAfterCloseIsAnException() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        buffer.close();
        buffer.close();
        assertThat(buffer.isOpen()).isFalse();
        List<ThrowingCallable> uses = List.of(
                buffer::detachFd,
                buffer::inode,
                buffer::name,
                () -> buffer.setName("late"),
                () -> buffer.map(MapMode.READ_ONLY, 0, 1, Arena.global()),
                () -> buffer.access(Access.READ),
                () -> buffer.sync(Access.READ),
                buffer::duplicate);
        for (ThrowingCallable use : uses) {
            assertThatIllegalStateException().isThrownBy(use).withMessageContaining("is closed");
        }
        assertThat(buffer.toString()).endsWith("65536 bytes, closed]");
        assertThat(heap.isOpen()).isTrue();
        heap.close();
        assertThat(heap.isOpen()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> heap.allocate(1))
                .withMessage("/dev/dma_heap/system is closed");
    }

    @Test
    void aScopesSegmentDiesWithIt() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            CpuAccess access = buffer.access(Access.READ_WRITE);
            MemorySegment segment = access.segment();
            segment.fill((byte) 1);
            access.close();
            assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void aScopeToReadRefusesWrites() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES);
                CpuAccess access = buffer.access(Access.READ)) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> access.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                    .withMessageContaining("read-only");
        }
    }

    @Test
    void aCloseWithinAScopeWaitsForItsEnd() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        long inode = buffer.inode();
        CpuAccess access = buffer.access(Access.WRITE);
        buffer.close();
        assertThatIllegalStateException().isThrownBy(() -> buffer.access(Access.READ));
        access.segment().fill((byte) 3);
        assertThat(AllBuffers.exists(inode)).isTrue();
        access.close();
        assertThat(AllBuffers.exists(inode)).isFalse();
    }

    @Test
    void aScopeAroundAMappingOfOnesOwnMapsNothing() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES);
                Arena arena = Arena.ofConfined()) {
            MemorySegment frame = buffer.map(MapMode.READ_WRITE, 0, BYTES, arena);
            for (byte number = 1; number <= 3; number++) {
                CpuSync written = buffer.sync(Access.WRITE);
                frame.fill(number);
                written.close();
                try (CpuSync nested = buffer.sync(Access.READ);
                        CpuSync overlapping = buffer.sync(Access.READ_WRITE)) {
                    assertThat(nested.isOpen() && overlapping.isOpen()).isTrue();
                    assertThat(frame.get(ValueLayout.JAVA_BYTE, BYTES - 1)).isEqualTo(number);
                }
            }
            assertThat(Processes.bufferMappings("self")).hasSize(1);
        }
    }

    @Test
    void aCloseWithinAScopeWithoutSegmentWaitsForItsEnd() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        long inode = buffer.inode();
        CpuSync scope = buffer.sync(Access.WRITE);
        buffer.close();
        assertThatIllegalStateException().isThrownBy(() -> buffer.sync(Access.READ));
        assertThat(AllBuffers.exists(inode)).isTrue();
        scope.close();
        scope.close();
        assertThat(AllBuffers.exists(inode)).isFalse();
    }

    @Test
    void aBufferInAScopeWithoutSegmentCannotBeDetached() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            CpuSync scope = buffer.sync(Access.READ);
            assertThatIllegalStateException()
                    .isThrownBy(buffer::detachFd)
                    .withMessageContaining("is in use and cannot be detached");
            scope.close();
            Sys.close(buffer.detachFd());
        }
    }

    @Test
    void anUnusableArenaLeavesNoMapping() throws IOException {
        Arena closed = closedArena();
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            assertThatIllegalStateException().isThrownBy(() -> buffer.map(MapMode.READ_ONLY, 0, BYTES, closed));
            assertThat(Processes.bufferMappings("self")).isEmpty();
        }
    }

    private static Arena closedArena() {
        try (Arena arena = Arena.ofConfined()) {
            return arena;
        }
    }

    @Test
    void anotherThreadsArenaLeavesNoMapping() throws Exception {
        try (DmaBuf buffer = heap.allocate(BYTES);
                Arena ours = Arena.ofConfined()) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> inAnotherThread(() -> buffer.map(MapMode.READ_ONLY, 0, BYTES, ours)))
                    .havingCause()
                    .isInstanceOf(WrongThreadException.class);
            assertThat(Processes.bufferMappings("self")).isEmpty();
        }
    }

    private static void inAnotherThread(Callable<?> body) throws Exception {
        FutureTask<?> task = new FutureTask<>(body);
        Thread.ofPlatform().start(task);
        task.get();
    }

    @Test
    void closingFromManyThreadsAtOnceClosesOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            DmaBuf buffer = heap.allocate(4096);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> closers = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> {
                        awaitQuietly(start);
                        buffer.close();
                    }))
                    .toList();
            start.countDown();
            for (Thread closer : closers) {
                closer.join();
            }
            assertThat(OpenFiles.link(buffer.fd())).isEmpty();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException(interrupt);
        }
    }

    @Test
    void runningOutOfDescriptorsIsSaidAndLeaksNothing() throws IOException {
        List<DmaBuf> buffers = new ArrayList<>();
        DescriptorLimit limit = DescriptorLimit.leaving(8);
        try {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> {
                        while (buffers.size() < 64) {
                            buffers.add(heap.allocate(4096));
                        }
                    })
                    .withMessageEndingWith("failed: EMFILE (24), Too many open files");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> buffers.get(0).duplicate())
                    .withMessageContaining("F_DUPFD_CLOEXEC")
                    .withMessageContaining("EMFILE (24)");
        } finally {
            limit.close();
            buffers.forEach(DmaBuf::close);
        }
        assertThat(buffers).isNotEmpty().hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void aMissingArenaLeavesNoMapping() throws IOException {
        try (DmaBuf buffer = heap.allocate(BYTES)) {
            assertThatNullPointerException().isThrownBy(() -> buffer.map(MapMode.READ_ONLY, 0, BYTES, null));
            assertThat(Processes.bufferMappings("self")).isEmpty();
        }
    }

    @Test
    void aCloseAmidOtherCallsIsAnExceptionAndNoCrash() throws Exception {
        for (int round = 0; round < 500; round++) {
            DmaBuf buffer = heap.allocate(BYTES);
            CountDownLatch inUse = new CountDownLatch(20);
            FutureTask<Long> user = new FutureTask<>(() -> useUntilClosed(buffer, inUse));
            Thread.ofPlatform().start(user);
            inUse.await();
            buffer.close();
            assertThat(user.get()).isGreaterThanOrEqualTo(20);
        }
    }

    private static long useUntilClosed(DmaBuf buffer, CountDownLatch inUse) throws IOException {
        for (long uses = 0; ; uses++) {
            try (Arena arena = Arena.ofConfined();
                    CpuAccess access = buffer.access(Access.READ_WRITE)) {
                MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, BYTES, arena);
                mapping.set(ValueLayout.JAVA_LONG, 0, uses);
                assertThat(access.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(uses);
                buffer.duplicate().close();
                inUse.countDown();
            } catch (IllegalStateException closed) {
                assertThat(closed).hasMessageEndingWith("is closed");
                return uses;
            }
        }
    }

    @Test
    void aDroppedBufferIsFreedAndReportedOnceWithItsOrigin() throws Exception {
        assertThat(logWhenFreed(this::dropOne)).contains("it is freed now");
        // After the first report, allocation sites are recorded.
        String log = logWhenFreed(this::dropOne);
        assertThat(log)
                .containsOnlyOnce("65536 bytes was dropped without close; it is freed now")
                .contains("DmaBufIT.dropOne");
    }

    @Test
    void aScopeThatIsNeverEndedIsReportedAsThat() throws Exception {
        String log = logWhenFreed(() -> {
            DmaBuf buffer = heap.allocate(BYTES);
            long inode = buffer.inode();
            buffer.access(Access.READ);
            buffer.close();
            return inode;
        });
        assertThat(log)
                .containsOnlyOnce("65536 bytes was closed, but an access scope or a HeldFd of it was never closed");
    }

    @Test
    void aScopeWithoutSegmentThatIsNeverEndedIsReportedAsThat() throws Exception {
        String log = logWhenFreed(() -> {
            DmaBuf buffer = heap.allocate(BYTES);
            long inode = buffer.inode();
            buffer.sync(Access.READ);
            buffer.close();
            return inode;
        });
        assertThat(log)
                .containsOnlyOnce("65536 bytes was closed, but an access scope or a HeldFd of it was never closed");
    }

    private static String logWhenFreed(Callable<Long> dropped) throws Exception {
        AtomicLong inode = new AtomicLong();
        String log = FreedLog.of(() -> inode.addAndGet(dropped.call()));
        assertThat(AllBuffers.exists(inode.get())).isFalse();
        return log;
    }

    private long dropOne() throws IOException {
        DmaBuf buffer = heap.allocate(BYTES);
        CpuAccess access = buffer.access(Access.WRITE);
        access.segment().fill((byte) 1);
        return buffer.inode();
    }
}
