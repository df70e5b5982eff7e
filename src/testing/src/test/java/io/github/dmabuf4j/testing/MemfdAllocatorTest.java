// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the package promises of stand-ins: what they do like a DMA-BUF, and what they do not. */
@ExtendWith(UnchangedDescriptors.class)
class MemfdAllocatorTest {
    private static final int PAGE = 4096;

    private final MemfdAllocator allocator = MemfdAllocator.open();

    @AfterEach
    void close() {
        allocator.close();
    }

    private static byte[] bytes(DmaBuf buffer) throws DmaBufException {
        try (CpuAccess access = buffer.access(Access.READ)) {
            return access.segment().toArray(JAVA_BYTE);
        }
    }

    private static void fill(DmaBuf buffer, int value) throws DmaBufException {
        try (CpuAccess access = buffer.access(Access.READ_WRITE)) {
            access.segment().fill((byte) value);
        }
    }

    @Test
    void aBufferHasWholePagesOfZeroedMemory() throws DmaBufException {
        try (DmaBuf buffer = allocator.allocate(PAGE + 1)) {
            assertThat(buffer.size()).isEqualTo(2 * PAGE);
            assertThat(bytes(buffer)).hasSize(2 * PAGE).containsOnly(0);
            assertThat(OpenFiles.isCloseOnExec(buffer.fd())).isTrue();
        }
        assertThat(allocator.name()).isEqualTo("memfd");
    }

    @Test
    void buffersHaveDifferentInodesAndDuplicatesTheSame() throws DmaBufException {
        try (DmaBuf first = allocator.allocate(1);
                DmaBuf second = allocator.allocate(1);
                DmaBuf duplicate = first.duplicate()) {
            assertThat(first.inode()).isPositive().isNotEqualTo(second.inode()).isEqualTo(duplicate.inode());
            assertThat(duplicate.fd()).isNotEqualTo(first.fd());
            assertThat(duplicate.size()).isEqualTo(first.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aSizeThatIsNotPositiveIsRefused(long size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allocator.allocate(size))
                .withMessage("a buffer has at least 1 byte, not " + size);
    }

    @Test
    void moreThanTheMachinesMemoryIsRefused() {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(() -> allocator.allocate(Long.MAX_VALUE))
                .withMessageStartingWith("memfd_create on memfd (9223372036854775807 bytes) failed: ENOMEM (12)");
    }

    @Test
    void buffersOutliveTheCloseOfTheirAllocator() throws DmaBufException {
        try (DmaBuf buffer = allocator.allocate(1)) {
            allocator.close();
            allocator.close();

            fill(buffer, 1);
            assertThat(bytes(buffer)).containsOnly(1);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> allocator.allocate(1))
                .withMessage("MemfdAllocator is closed");
    }

    @Test
    void mappingsAndScopesOfAllOwnersShareTheMemory() throws DmaBufException {
        DmaBuf buffer = allocator.allocate(PAGE);
        try (Arena arena = Arena.ofConfined();
                DmaBuf duplicate = buffer.duplicate()) {
            MemorySegment mapping = buffer.map(MapMode.READ_WRITE, 0, PAGE, arena);
            fill(duplicate, 7);

            assertThat(mapping.get(JAVA_BYTE, PAGE - 1)).isEqualTo((byte) 7);
            buffer.close();
            assertThat(bytes(duplicate)).containsOnly(7);
            assertThat(mapping.get(JAVA_BYTE, 0)).isEqualTo((byte) 7);
        }
    }

    @Test
    void aScopeToReadIsReadOnlyAndEndsWithItsClose() throws DmaBufException {
        try (DmaBuf buffer = allocator.allocate(1)) {
            CpuAccess access = buffer.access(Access.READ);
            MemorySegment segment = access.segment();
            assertThat(segment.isReadOnly()).isTrue();
            access.close();

            assertThatIllegalStateException().isThrownBy(() -> segment.get(JAVA_BYTE, 0));
        }
    }

    @Test
    void afterACloseItIsClosed() throws DmaBufException {
        DmaBuf buffer = allocator.allocate(1);
        int fd = buffer.fd();
        try (HeldFd held = buffer.holdFd()) {
            buffer.close();
            assertThat(OpenFiles.link(held.fd())).contains("memfd");
        }

        assertThat(OpenFiles.link(fd)).isEmpty();
        assertThatIllegalStateException().isThrownBy(buffer::duplicate);
        assertThatIllegalStateException().isThrownBy(() -> buffer.access(Access.READ));
        assertThatIllegalStateException().isThrownBy(buffer::name);
        assertThatIllegalStateException().isThrownBy(() -> buffer.isReady(Access.WRITE));
        assertThat(buffer).hasToString("DmaBuf[memfd stand-in fd " + fd + " of dmabuf4j-testing, 4096 bytes, closed]");
    }

    @Test
    void aNameIsSharedWithDuplicates() throws DmaBufException {
        try (DmaBuf buffer = allocator.allocate(1);
                DmaBuf duplicate = buffer.duplicate()) {
            assertThat(buffer.name()).isEmpty();
            duplicate.setName("Übergabe\udcff");

            assertThat(buffer.name()).isEqualTo("Übergabe\udcff");
            assertThatIllegalArgumentException().isThrownBy(() -> buffer.setName("x".repeat(32)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thereIsNothingToWaitFor(Access mode) throws Exception {
        try (DmaBuf buffer = allocator.allocate(1)) {
            assertThat(buffer.isReady(mode)).isTrue();
            assertThat(buffer.await(mode, Duration.ZERO)).isTrue();
            assertThat(buffer.whenReady(mode).get(1, TimeUnit.MINUTES)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thereAreNoFences(Access mode) throws DmaBufException {
        try (DmaBuf buffer = allocator.allocate(1)) {
            assertThatExceptionOfType(UnsupportedKernelException.class)
                    .isThrownBy(() -> buffer.exportSyncFile(mode))
                    .withMessageStartingWith("DMA_BUF_IOCTL_EXPORT_SYNC_FILE on memfd stand-in fd " + buffer.fd()
                            + " of dmabuf4j-testing (" + mode + ") failed: ENOTTY (25)")
                    .withMessageEndingWith("this is a stand-in over memfd of dmabuf4j-testing, which has no fences:"
                            + " use a DMA-BUF of a heap or of udmabuf");
        }
    }

    @Test
    void aScopeOfAVirtualThreadDoesNotWaitEither() throws Exception {
        try (DmaBuf buffer = allocator.allocate(1)) {
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    fill(buffer, 3);
                } catch (DmaBufException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            thread.join();

            assertThat(bytes(buffer)).containsOnly(3);
        }
    }

    @Test
    void itIsSentAndReceived(@TempDir Path directory) throws Exception {
        try (ShareListener listener = ShareListener.bind(directory.resolve("socket"));
                ShareChannel sender = ShareChannel.connect(listener.path());
                ShareChannel receiver = listener.accept();
                DmaBuf buffer = allocator.allocate(PAGE)) {
            buffer.setName("frame");
            fill(buffer, 5);
            sender.send(buffer);

            try (Delivery delivery = receiver.receive().orElseThrow()) {
                DmaBuf received = delivery.buffers().get(0);
                assertThat(delivery.names()).containsExactly("frame");
                assertThat(received.name()).isEmpty();
                assertThat(received.inode()).isEqualTo(buffer.inode());
                assertThat(bytes(received)).containsOnly(5);
                fill(received, 6);
            }
            assertThat(bytes(buffer)).containsOnly(6);
        }
    }

    @Test
    void itsSizeCannotChange() throws DmaBufException {
        try (DmaBuf buffer = allocator.allocate(PAGE)) {
            assertThat(Sys.ftruncate(buffer.fd(), 0)).isEqualTo(-LibC.EPERM());
            assertThat(Sys.ftruncate(buffer.fd(), 2 * PAGE)).isEqualTo(-LibC.EPERM());
        }
    }

    @Test
    void aMemfdOfAnotherIsNoStandIn() {
        for (String name : List.of("dmabuf4j-testing", "other")) {
            int fd = Sys.memfdCreate(name, LibC.MFD_CLOEXEC() | LibC.MFD_ALLOW_SEALING());
            try {
                assertThatThrownBy(() -> DmaBuf.adopt(fd))
                        .isInstanceOf(DmaBufException.class)
                        .hasMessageContaining("it is not a dma-buf but /memfd:" + name);
            } finally {
                Sys.close(fd);
            }
        }
    }

    @Test
    void aProcessWithoutAnAllocatorRefusesIt() throws Exception {
        assertThat(ChildJvm.run(RefusedStandInMain.class, ChildJvm.SMALL.toArray(String[]::new)))
                .contains("refused: adopt on fd ")
                .contains("it is not a dma-buf but /memfd:dmabuf4j-testing (deleted)")
                .contains("afterwards: 4096 bytes");
    }

    @Test
    void oneThatIsDroppedIsFreedAndReported() throws Exception {
        assertThat(ChildJvm.run(DroppedStandInMain.class, ChildJvm.SMALL.toArray(String[]::new)))
                .contains("memfd stand-in fd ")
                .containsOnlyOnce("4096 bytes was dropped without close; it is freed now")
                .contains("DroppedStandInMain.dropOne");
    }
}
