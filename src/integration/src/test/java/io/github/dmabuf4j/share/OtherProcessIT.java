// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.FenceState;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.CommandedProcess;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Peer;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Takes buffers and sync files from processes without their cooperation. */
@RealKernel
@Needs(BUFFERS)
@Smoke
@Timeout(120)
class OtherProcessIT {
    private static final int PAGE = 4096;
    private static final long ME = ProcessHandle.current().pid();
    private static final int NOBODY = 65534;

    @TempDir
    static Path directory;

    private static void assertFails(int errno, String message, ThrowingCallable call) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }

    @Test
    void aBufferIsTakenAndOutlivesTheProcess() throws Exception {
        try (Holder holder = Holder.start();
                OtherProcess process = OtherProcess.open(holder.pid())) {
            long inode = holder.alloc(Heaps.ordinary(), 2 * PAGE, 1);
            holder.name(1, "theirs");
            DmaBuf taken = process.buffer(holder.fd(1));
            assertThat(taken.inode()).isEqualTo(inode);
            assertThat(taken.size()).isEqualTo(2 * PAGE);
            assertThat(taken.name()).isEqualTo("theirs");
            assertThat(OpenFiles.isCloseOnExec(taken.fd())).isTrue();
            holder.kill();
            SharingMain.fill(taken, 5);
            assertThat(SharingMain.lastByte(taken)).isEqualTo((byte) 5);
            assertThat(AllBuffers.of(taken).inode()).isEqualTo(inode);
            taken.close();
            assertThat(AllBuffers.exists(inode)).isFalse();
        }
    }

    @Test
    @Needs(SYSTEM_HEAP)
    void aSyncFileIsTaken() throws Exception {
        try (Peer peer = Peer.start();
                OtherProcess process = OtherProcess.open(peer.pid())) {
            peer.tellAll("alloc system 4096 1 b\nsync-file 1 2");
            try (SyncFile taken = process.syncFile((int) peer.number("fd", 2))) {
                assertThat(taken.state()).isEqualTo(FenceState.SIGNALED);
                assertThat(OpenFiles.isCloseOnExec(taken.fd())).isTrue();
            }
        }
    }

    @Test
    @Needs(SYSTEM_HEAP)
    void whatIsNotThereAndWhatIsSomethingElseIsSaid() throws Exception {
        try (Peer peer = Peer.start();
                OtherProcess process = OtherProcess.open(peer.pid())) {
            peer.tellAll("alloc system 4096 1 b\nsync-file 1 2\nmemfd 4096 3");
            int buffer = (int) peer.number("fd", 1);
            int syncFile = (int) peer.number("fd", 2);
            int memory = (int) peer.number("fd", 3);
            String of = " of process " + peer.pid() + " failed: ";
            assertFails(LibC.EBADF(), "pidfd_getfd on fd 999" + of, () -> process.buffer(999));
            assertFails(LibC.EBADF(), "pidfd_getfd on fd -1" + of, () -> process.syncFile(-1));
            assertFails(0, "pidfd_getfd on fd " + memory + of, () -> process.buffer(memory));
            assertFails(0, "it is not a dma-buf but /memfd:", () -> process.buffer(memory));
            assertFails(0, "it is not a dma-buf but anon_inode:sync_file", () -> process.buffer(syncFile));
            assertFails(0, "it is not a sync file but /dmabuf:b", () -> process.syncFile(buffer));
        }
    }

    @Test
    void aProcessThatHasEndedIsSaid() throws Exception {
        Holder holder = Holder.start();
        try (OtherProcess process = OtherProcess.open(holder.pid())) {
            holder.alloc(Heaps.ordinary(), PAGE, 1);
            int fd = holder.fd(1);
            holder.close();
            assertFails(LibC.ESRCH(), "fd " + fd + " of process ", () -> process.buffer(fd));
        }
        assertFails(LibC.ESRCH(), "pidfd_open on process ", () -> OtherProcess.open(holder.pid()));
        assertFails(LibC.EINVAL(), "pidfd_open on process 0 ", () -> OtherProcess.open(0));
        assertFails(LibC.EINVAL(), "pidfd_open on process -1 ", () -> OtherProcess.open(-1));
        assertFails(LibC.EINVAL(), "pidfd_open on process 4294967297 ", () -> OtherProcess.open((1L << 32) + 1));
    }

    @Test
    @SuppressWarnings("try")
    void withoutADescriptorLeftNothingIsTaken() throws Exception {
        try (Holder holder = Holder.start();
                OtherProcess process = OtherProcess.open(holder.pid())) {
            holder.alloc(Heaps.ordinary(), PAGE, 1);
            int fd = holder.fd(1);
            // Loads the classes of both operations in advance, because loading takes descriptors too.
            process.buffer(fd).close();
            assertFails(LibC.EBADF(), "fd -1", () -> process.buffer(-1));
            try (DescriptorLimit limit = DescriptorLimit.leaving(0)) {
                assertFails(LibC.EMFILE(), "pidfd_getfd on fd " + fd, () -> process.buffer(fd));
                assertFails(LibC.EMFILE(), "pidfd_open on process ", () -> OtherProcess.open(ME));
            }
            process.buffer(fd).close();
        }
    }

    @Test
    void afterItsCloseNothingIsTaken() throws Exception {
        OtherProcess process = OtherProcess.open(ME);
        try (BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf own = heap.allocate(PAGE);
                DmaBuf taken = process.buffer(own.fd())) {
            assertThat(taken.inode()).isEqualTo(own.inode());
            process.close();
            process.close();
            assertThat(process.toString()).isEqualTo("OtherProcess[process " + ME + ", closed]");
            assertThatIllegalStateException().isThrownBy(() -> process.buffer(own.fd()));
            assertThat(SharingMain.lastByte(taken)).isZero();
        }
    }

    /** A JVM takes a buffer from this one. As another user it may not, and cannot send without limit. */
    @Test
    void aProcessOfAnotherUserMayTakeNothingAndSendNoMoreThanItsLimit() throws Exception {
        try (CommandedProcess other = SharingMain.start();
                Peer undumpable = Peer.start();
                ShareListener listener = ShareListener.bind(directory.resolve("socket"));
                BufferAllocator heap = BufferAllocator.heapOrUdmabuf("system");
                DmaBuf buffer = heap.allocate(PAGE);
                SyncFile fences = buffer.exportSyncFile(Access.READ)) {
            other.begin("connect", listener.path());
            try (ShareChannel channel = listener.accept()) {
                other.answerTo("connect");
                // Sends once in advance, because as nobody it cannot load the classes of sending.
                channel.send(buffer);
                other.ask("receive");
                other.tell("send-back");
                channel.receive().orElseThrow().close();
                channel.send(Collections.nCopies(100, buffer), Collections.emptyList(), new byte[0]);
                other.ask("receive");
                assertThat(other.number("take-buffer", ME, buffer.fd())).isEqualTo(buffer.inode());
                assertThat(other.ask("take-sync-file", ME, fences.fd())).isEqualTo("SIGNALED");
                assertThatIOException()
                        .isThrownBy(() -> other.ask("take-buffer", ME, 99_999))
                        .withMessageContaining("error 9 DmaBufException pidfd_getfd on fd 99999 of process " + ME);
                String descriptors = other.ask("descriptors");
                other.tell("nobody");
                assertThatIOException()
                        .isThrownBy(() -> other.ask("take-buffer", ME, buffer.fd()))
                        .withMessageContaining("error 1 NoPermissionException pidfd_getfd")
                        .withMessageContaining(
                                "run as root (CAP_SYS_PTRACE is needed), or run as the user of that process");
                undumpable.tell("undumpable");
                assertThatIOException()
                        .isThrownBy(() -> other.ask("take-buffer", undumpable.pid(), 0))
                        .withMessageContaining("NoPermissionException");
                assertThat(other.number("flood")).isEqualTo(LibC.ETOOMANYREFS());
                assertThat(other.ask("descriptors")).isEqualTo(descriptors);
            }
        }
    }

    /** A process id must not be taken for that of the process that has it now. */
    @Test
    void aProcessIsTheOneThatItWasOpenedAs() throws IOException {
        try (Holder holder = Holder.start();
                OtherProcess process = OtherProcess.open(holder.pid())) {
            holder.uid(NOBODY);
            holder.kill();
            assertFails(LibC.ESRCH(), "of process " + holder.pid(), () -> process.buffer(0));
        }
    }
}
