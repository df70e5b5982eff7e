// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static io.github.dmabuf4j.support.KernelFeature.SW_SYNC;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.FreedLog;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.SwSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of sync files beyond the conformance rows: information, ownership, close. */
@RealKernel
@Needs({SYSTEM_HEAP, SW_SYNC})
class SyncFileIT {
    /** F_DUPFD of fcntl(2), without close-on-exec. The library never uses it. */
    private static final int F_DUPFD = 0;

    private SwSync timeline;

    @BeforeEach
    void openTimeline() throws IOException {
        timeline = SwSync.open();
    }

    @AfterEach
    void closeTimeline() {
        timeline.close();
    }

    private static DmaBuf newBuffer() throws DmaBufException {
        try (DmaHeap heap = DmaHeap.open("system")) {
            return heap.allocate(4096);
        }
    }

    @Test
    void theInfoOfAPendingFence() throws IOException {
        try (SyncFile file = timeline.fence(7)) {
            SyncFileInfo info = file.info();
            assertThat(info.name()).startsWith("sw_sync-").endsWith("-7");
            assertThat(info.state()).isEqualTo(FenceState.PENDING);
            assertThat(info.errno()).isZero();
            assertThat(info.fences())
                    .containsExactly(new FenceInfo("sw_sync", timelineName(), FenceState.PENDING, 0, 0));
        }
    }

    /** The kernel names a software timeline after the thread that opened it. */
    private static String timelineName() throws IOException {
        return Files.readString(Path.of("/proc/thread-self/comm")).strip();
    }

    @Test
    void theInfoOfASignaledFenceHasItsTimeOnTheClockOfNanoTime() throws IOException {
        try (SyncFile file = timeline.fence(1)) {
            long before = System.nanoTime();
            timeline.advance(1);
            long after = System.nanoTime();

            SyncFileInfo info = file.info();
            assertThat(info.state()).isEqualTo(FenceState.SIGNALED);
            FenceInfo fence = info.fences().get(0);
            assertThat(fence.state()).isEqualTo(FenceState.SIGNALED);
            assertThat(fence.timestampNanos()).isBetween(before, after);
        }
    }

    @Test
    void theInfoOfAFailedFenceHasItsError() throws IOException {
        try (SyncFile file = timeline.fence(1)) {
            timeline.close();

            SyncFileInfo info = file.info();
            assertThat(info.state()).isEqualTo(FenceState.FAILED);
            assertThat(info.errno()).isEqualTo(LibC.ENOENT());
            FenceInfo fence = info.fences().get(0);
            assertThat(fence.state()).isEqualTo(FenceState.FAILED);
            assertThat(fence.errno()).isEqualTo(LibC.ENOENT());
        }
    }

    @Test
    void aMergedFileHasItsNameAndBothFences() throws IOException {
        try (SwSync other = SwSync.open();
                SyncFile one = timeline.fence(1);
                SyncFile two = other.fence(1);
                SyncFile both = one.merge("x".repeat(31), two)) {
            other.advance(1);
            SyncFileInfo info = both.info();
            assertThat(info.name()).isEqualTo("x".repeat(31));
            assertThat(info.state()).isEqualTo(FenceState.PENDING);
            assertThat(info.fences())
                    .extracting(FenceInfo::state)
                    .containsExactlyInAnyOrder(FenceState.PENDING, FenceState.SIGNALED);
            assertThat(OpenFiles.isCloseOnExec(both.fd())).isTrue();
        }
    }

    /** Of two fences of one timeline only the later one matters. */
    @Test
    void aMergeOfOneTimelineHasTheLaterFence() throws Exception {
        try (SyncFile one = timeline.fence(1);
                SyncFile two = timeline.fence(2);
                SyncFile both = two.merge("", one);
                SyncFile itself = one.merge("again", one)) {
            assertThat(both.info().fences()).hasSize(1);
            assertThat(itself.info().fences()).hasSize(1);
            timeline.advance(1);
            assertThat(both.await(Duration.ZERO)).isFalse();
            assertThat(itself.await(Duration.ZERO)).isTrue();
            timeline.advance(1);
            assertThat(both.await(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void anErrorIsLostInAMergeAfterIt() throws Exception {
        try (SwSync other = SwSync.open();
                SyncFile failed = timeline.fence(1);
                SyncFile pending = other.fence(1)) {
            timeline.close();
            try (SyncFile both = failed.merge("late", pending)) {
                other.advance(1);
                assertThat(both.await(Duration.ZERO)).isTrue();
                assertThat(both.info().errno()).isZero();
            }
        }
    }

    @Test
    void anErrorReachesAMergeBeforeIt() throws Exception {
        try (SwSync other = SwSync.open();
                SyncFile first = timeline.fence(1);
                SyncFile second = other.fence(1);
                SyncFile both = first.merge("early", second)) {
            timeline.close();
            other.advance(1);
            assertThatExceptionOfType(FenceException.class)
                    .isThrownBy(() -> both.await(Duration.ZERO))
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.ENOENT()));
        }
    }

    @Test
    void anErrorIsLostInAnExportAfterIt() throws Exception {
        try (DmaBuf buffer = newBuffer();
                SyncFile fence = timeline.fence(1)) {
            buffer.importSyncFile(fence, Access.WRITE);
            timeline.close();
            try (SyncFile exported = buffer.exportSyncFile(Access.READ_WRITE)) {
                assertThat(exported.await(Duration.ZERO)).isTrue();
            }
        }
    }

    @Test
    void aNameThatDoesNotFitIsRefused() throws IOException {
        try (SyncFile one = timeline.fence(1);
                SyncFile two = timeline.fence(2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one.merge("ü".repeat(16), two))
                    .withMessageContaining("has 32 bytes; a sync file's name has at most 31");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one.merge("a\0b", two))
                    .withMessageContaining("NUL");
        }
    }

    @Test
    void whatIsNoSyncFileIsNotAdopted() throws IOException {
        try (DmaBuf buffer = newBuffer()) {
            int fd = buffer.fd();
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> SyncFile.adopt(fd))
                    .withMessage("adopt on fd " + fd + " failed: it is not a sync file but /dmabuf:")
                    .satisfies(failure -> assertThat(failure.errno()).isZero());
            assertThat(buffer.name()).isEmpty();
            assertThat(OpenFiles.isCloseOnExec(fd)).isTrue();
        }
    }

    @Test
    void whatIsNoDescriptorIsNotAdopted() {
        for (int fd : new int[] {-1, 1_000_000}) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> SyncFile.adopt(fd))
                    .withMessageStartingWith("F_GETFD on fd " + fd + " failed: EBADF (9)");
        }
    }

    @Test
    void anAdoptedDescriptorIsOwnedAndItsFlagsStay() throws IOException {
        try (SyncFile fence = timeline.fence(1)) {
            int fd = Sys.fcntl(fence.fd(), F_DUPFD, 0);
            try (SyncFile adopted = SyncFile.adopt(fd)) {
                assertThat(adopted.fd()).isEqualTo(fd);
                assertThat(OpenFiles.isCloseOnExec(fd)).isFalse();
            }
            assertThat(OpenFiles.link(fd)).isEmpty();
        }
    }

    @Test
    void aDetachedDescriptorIsOpenAndCanBeAdoptedAgain() throws Exception {
        SyncFile file = timeline.fence(1);

        int fd = file.detachFd();

        file.close();
        assertThat(file.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(file::detachFd).withMessageContaining("is closed");
        assertThat(OpenFiles.link(fd)).isEqualTo("anon_inode:sync_file");
        try (SyncFile again = SyncFile.adopt(fd)) {
            assertThat(again.isOpen()).isTrue();
            assertThat(again.state()).isEqualTo(FenceState.PENDING);
            timeline.advance(1);
            assertThat(again.await(Duration.ZERO)).isTrue();
        }
        assertThat(OpenFiles.link(fd)).isEmpty();
    }

    @Test
    void aSyncFileInUseCannotBeDetached() throws Exception {
        try (SyncFile file = timeline.fence(1)) {
            CompletableFuture<Void> future = file.whenSignaled();
            assertInUse(file);
            timeline.advance(1);
            future.get();

            HeldFd held = file.holdFd();
            assertInUse(file);
            held.close();

            assertThat(Sys.close(file.detachFd())).isZero();
        }
    }

    private static void assertInUse(SyncFile file) throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(file::detachFd)
                .withMessageContaining("is in use and cannot be detached");
        assertThat(file.isOpen()).isTrue();
        assertThat(file.info().fences()).hasSize(1);
    }

    @Test
    void aDetachedSyncFileThatIsDroppedIsNeitherClosedNorReported() throws Exception {
        AtomicInteger detached = new AtomicInteger();
        String log = FreedLog.of(() -> {
            detached.set(timeline.fence(2).detachFd());
            return dropOne();
        });
        assertThat(log).contains("it is freed now").doesNotContain("fd " + detached.get() + " ");
        assertThat(OpenFiles.link(detached.get())).isEqualTo("anon_inode:sync_file");
        Sys.close(detached.get());
    }

    @Test
    void useAfterCloseIsAnException() throws IOException {
        try (SyncFile other = timeline.fence(1);
                DmaBuf buffer = newBuffer()) {
            SyncFile file = timeline.fence(1);
            file.close();
            file.close();
            List<ThrowingCallable> uses = List.of(
                    file::holdFd,
                    file::detachFd,
                    file::state,
                    file::info,
                    file::whenSignaled,
                    () -> file.await(Duration.ZERO),
                    () -> file.await(Duration.ofDays(1)),
                    () -> file.merge("", other),
                    () -> other.merge("", file),
                    () -> buffer.importSyncFile(file, Access.READ));
            for (ThrowingCallable use : uses) {
                assertThatIllegalStateException().isThrownBy(use).withMessageContaining("is closed");
            }
            assertThat(file.toString()).isEqualTo("SyncFile[sync file fd " + file.fd() + " of another owner, closed]");
            assertThat(buffer.isReady(Access.WRITE)).isTrue();
        }
    }

    @Test
    void aClosedBufferHasNoFencesToGive() throws IOException {
        DmaBuf buffer = newBuffer();
        buffer.close();
        try (SyncFile file = timeline.fence(1)) {
            List<ThrowingCallable> uses = List.of(
                    () -> buffer.exportSyncFile(Access.READ),
                    () -> buffer.importSyncFile(file, Access.READ),
                    () -> buffer.isReady(Access.READ),
                    () -> buffer.await(Access.READ, Duration.ofDays(1)),
                    () -> buffer.whenReady(Access.READ),
                    buffer::holdFd);
            for (ThrowingCallable use : uses) {
                assertThatIllegalStateException().isThrownBy(use).withMessageContaining("is closed");
            }
        }
    }

    @Test
    void aDroppedSyncFileIsFreedAndReportedOnceWithItsOrigin() throws Exception {
        assertThat(FreedLog.of(this::dropOne)).contains("it is freed now");
        // After the first report, allocation sites are recorded.
        String log = FreedLog.of(this::dropOne);
        assertThat(log)
                .containsOnlyOnce("of another owner was dropped without close; it is freed now")
                .contains("SyncFileIT.dropOne");
    }

    private int dropOne() throws IOException {
        return timeline.fence(1).fd();
    }

    @Test
    void aHoldKeepsTheDescriptorOpenAfterTheClose() throws IOException {
        SyncFile file = timeline.fence(1);
        HeldFd held = file.holdFd();
        file.close();
        assertThat(held.fd()).isEqualTo(file.fd());
        assertThat(OpenFiles.link(held.fd())).isEqualTo("anon_inode:sync_file");
        held.close();
        held.close();
        assertThat(OpenFiles.link(file.fd())).isEmpty();
    }

    @Test
    void runningOutOfDescriptorsIsSaidAndLeaksNothing() throws IOException {
        List<SyncFile> files = new ArrayList<>();
        try (DmaBuf buffer = newBuffer();
                SyncFile fence = timeline.fence(1)) {
            buffer.importSyncFile(fence, Access.WRITE);
            // Loads the classes of an export and a merge.
            fence.merge("", fence).close();
            buffer.exportSyncFile(Access.READ).close();
            DescriptorLimit limit = DescriptorLimit.leaving(8);
            try {
                assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(() -> {
                            while (files.size() < 64) {
                                files.add(buffer.exportSyncFile(Access.READ));
                            }
                        })
                        .withMessageStartingWith("DMA_BUF_IOCTL_EXPORT_SYNC_FILE on dma-buf fd ")
                        .withMessageEndingWith("(READ) failed: EMFILE (24), Too many open files");
                assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(() -> fence.merge("", fence))
                        .withMessageStartingWith("SYNC_IOC_MERGE on sync file fd ")
                        .withMessageEndingWith("failed: EMFILE (24), Too many open files");
            } finally {
                limit.close();
                files.forEach(SyncFile::close);
            }
        }
        assertThat(files).isNotEmpty().hasSizeLessThanOrEqualTo(8);
    }
}
