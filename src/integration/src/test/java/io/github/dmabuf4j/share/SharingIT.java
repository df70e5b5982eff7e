// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.FenceState;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.AnotherUser;
import io.github.dmabuf4j.support.CommandedProcess;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges buffers and sync files between two JVMs. */
@RealKernel
@Needs(BUFFERS)
@Smoke
@Timeout(120)
class SharingIT {
    private static final int PAGE = 4096;

    @TempDir
    static Path directory;

    private static CommandedProcess other;

    private BufferAllocator heap;
    private ShareChannel channel;

    @BeforeAll
    static void startOther() throws IOException {
        other = SharingMain.start();
    }

    @AfterAll
    static void endOther() throws IOException {
        other.close();
    }

    @BeforeEach
    void connect() throws Exception {
        heap = BufferAllocator.heapOrUdmabuf("system");
        try (ShareListener listener = ShareListener.bind(directory.resolve("socket"))) {
            other.begin("connect", listener.path());
            channel = listener.accept();
            other.answerTo("connect");
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        other.tell("disconnect");
        channel.close();
        heap.close();
    }

    private List<DmaBuf> buffers(int count, String prefix) throws IOException {
        List<DmaBuf> buffers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buffers.add(SharingMain.named(heap, (i + 1L) * PAGE, prefix + i));
        }
        return buffers;
    }

    private static String described(DmaBuf buffer) throws IOException {
        return "%s:%d:%d:true".formatted(buffer.name(), buffer.size(), buffer.inode());
    }

    @Test
    void buffersSyncFilesAndDataArriveTogetherInTheirOrder() throws Exception {
        List<DmaBuf> buffers = buffers(3, "plane-");
        String expected = described(buffers.get(0)) + " " + described(buffers.get(1)) + " " + described(buffers.get(2));
        try (SyncFile first = buffers.get(0).exportSyncFile(Access.READ);
                SyncFile second = buffers.get(1).exportSyncFile(Access.WRITE)) {
            channel.send(buffers, List.of(first, second), new byte[] {1, (byte) 0xff});
        } finally {
            buffers.forEach(DmaBuf::close);
        }
        assertThat(other.ask("receive")).isEqualTo(expected + " SIGNALED:true SIGNALED:true 01ff");
        other.tell("close");
    }

    @Test
    void theSenderMayCloseAtOnceAndBothSeeTheSameBytes() throws Exception {
        try (DmaBuf kept = SharingMain.named(heap, PAGE, "kept")) {
            DmaBuf given = SharingMain.named(heap, PAGE, "given");
            long inode = given.inode();
            SharingMain.fill(kept, 17);
            channel.send(kept);
            channel.send(given);
            given.close();
            assertThat(AllBuffers.exists(inode)).as("under way").isTrue();
            assertThat(other.ask("receive")).isEqualTo(described(kept));
            assertThat(other.number("read")).isEqualTo(17);
            other.tell("write", 18);
            assertThat(SharingMain.lastByte(kept)).isEqualTo((byte) 18);
            other.tell("close");
            assertThat(other.ask("receive")).isEqualTo("given:4096:" + inode + ":true");
            other.tell("close");
            assertThat(AllBuffers.exists(inode)).as("closed by the receiver").isFalse();
        }
    }

    @Test
    void whatIsReceivedIsOwnedByTheReceiver() throws Exception {
        List<DmaBuf> sent = buffers(2, "frame-");
        List<Long> inodes = List.of(sent.get(0).inode(), sent.get(1).inode());
        try (SyncFile fences = sent.get(0).exportSyncFile(Access.READ)) {
            channel.send(sent, List.of(fences), new byte[] {9});
        }
        sent.forEach(DmaBuf::close);
        other.ask("receive");
        other.tell("write", 33);
        other.tell("send-back");
        Delivery delivery = channel.receive().orElseThrow();
        assertThat(delivery.names()).containsExactly("frame-0", "frame-1");
        assertThat(delivery.data()).containsExactly(9);
        assertThat(delivery.syncFiles()).singleElement().satisfies(fences -> {
            assertThat(fences.state()).isEqualTo(FenceState.SIGNALED);
            assertThat(OpenFiles.isCloseOnExec(fences.fd())).isTrue();
        });
        for (int i = 0; i < 2; i++) {
            DmaBuf buffer = delivery.buffers().get(i);
            assertThat(buffer.inode()).isEqualTo(inodes.get(i));
            assertThat(buffer.size()).isEqualTo((i + 1L) * PAGE);
            assertThat(SharingMain.lastByte(buffer)).isEqualTo((byte) 33);
            assertThat(OpenFiles.isCloseOnExec(buffer.fd())).isTrue();
            assertThat(AllBuffers.of(buffer).inode()).isEqualTo(inodes.get(i));
        }
        delivery.close();
        delivery.close();
        assertThat(AllBuffers.exists(inodes.get(0))).isFalse();
    }

    @Test
    void theLargestMessageArrives() throws Exception {
        byte[] data = new byte[ShareChannel.MAX_DATA_BYTES];
        data[data.length - 1] = 1;
        try (DmaBuf buffer = SharingMain.named(heap, PAGE, "x".repeat(DmaBuf.MAX_NAME_BYTES))) {
            List<DmaBuf> most = IntStream.range(0, ShareChannel.MAX_ITEMS)
                    .mapToObj(i -> buffer)
                    .toList();
            channel.send(most, List.of(), data);
            String[] words = other.ask("receive").split(" ", -1);
            assertThat(words).hasSize(ShareChannel.MAX_ITEMS + 1).startsWith(described(buffer));
            assertThat(words[ShareChannel.MAX_ITEMS]).hasSize(2 * data.length).endsWith("0001");
            other.tell("close");
        }
    }

    /** The receiver sees the name in the kernel, whoever sets it. */
    @Test
    void theNameOfTheMessageIsThatOfWhenItWasSent() throws Exception {
        try (DmaBuf buffer = SharingMain.named(heap, PAGE, "before")) {
            channel.send(buffer);
            buffer.setName("after");
            assertThat(other.ask("receive")).startsWith("before:");
            other.tell("send-back");
            try (Delivery delivery = channel.receive().orElseThrow()) {
                assertThat(delivery.names()).containsExactly("after");
                assertThat(delivery.buffers().get(0).name()).isEqualTo("after");
            }
        }
    }

    @Test
    void whatIsClosedIsNotSent() throws Exception {
        DmaBuf closed = heap.allocate(PAGE);
        closed.close();
        try (DmaBuf open = heap.allocate(PAGE)) {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> channel.send(open, closed));
            channel.send(open);
        }
        assertThat(other.ask("receive")).startsWith(":4096:");
        other.tell("close");
    }

    @Test
    void whoMayNotWriteTheSocketsFileMayNotConnect() throws Exception {
        Path path = directory.resolve("not-for-all");
        try (ShareListener listener = ShareListener.bind(path)) {
            Files.setPosixFilePermissions(listener.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> AnotherUser.call(() -> ShareChannel.connect(path)))
                    .havingCause()
                    .isInstanceOf(DmaBufException.class)
                    .withMessageContaining("connect on socket fd ")
                    .withMessageContaining("EACCES (13)");
        }
    }

    @Test
    void aHundredThousandBuffersLeaveBothWithTheDescriptorsTheyHad() throws Exception {
        int perMessage = 250;
        int total = 100_000;
        String before = OpenFiles.ofThisProcess().toString();
        String othersBefore = other.ask("descriptors");
        List<DmaBuf> buffers = buffers(perMessage, "frame-");
        long start = System.nanoTime();
        other.begin("drain", total);
        try {
            for (int sent = 0; sent < total; sent += perMessage) {
                channel.send(buffers, List.of(), new byte[0]);
            }
        } finally {
            buffers.forEach(DmaBuf::close);
        }
        assertThat(other.answerTo("drain")).isEqualTo(String.valueOf(total));
        System.err.printf("%d buffers passed in %.1f s%n", total, (System.nanoTime() - start) / 1e9);
        assertThat(other.ask("descriptors")).isEqualTo(othersBefore);
        assertThat(OpenFiles.ofThisProcess().toString()).isEqualTo(before);
    }
}
