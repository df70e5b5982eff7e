// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.FenceState;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.AllBuffers;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Peer;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exchanges buffers with a C program, which may send bad messages and may end at any time. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
@Timeout(120)
class PeerIT {
    private static final int PAGE = 4096;

    /** Three buffers, the sync files of two of them, and a memfd. */
    private static final String SCENE = """
        alloc system 4096 1 one
        alloc system 8192 2 two
        alloc system 4096 3 three
        sync-file 1 4
        sync-file 2 5
        memfd 4096 6
        """;

    @TempDir
    static Path directory;

    private DmaHeap heap;
    private Peer peer;
    private ShareChannel channel;

    /** Loads the classes of a failure in advance, because loading takes descriptors that a test may not have. */
    @BeforeAll
    static void loadTheClassesOfFailures() {
        assertThat(new DmaBufException("recvmsg", "nothing", LibC.EMFILE()).symbol())
                .isEqualTo("EMFILE");
    }

    @BeforeEach
    void startPeer() throws Exception {
        heap = DmaHeap.open("system");
        peer = Peer.start();
        channel = peer.connect(directory);
    }

    @AfterEach
    void endPeer() throws IOException {
        channel.close();
        peer.close();
        heap.close();
    }

    private static boolean exists(long inode) throws IOException {
        return AllBuffers.exists(inode);
    }

    @Test
    void aProgramInCReceivesBuffersSyncFilesAndData() throws Exception {
        long fds = peer.number("fds");
        try (DmaBuf buffer = SharingMain.named(heap, 3 * PAGE, "camera-0");
                DmaBuf nameless = heap.allocate(PAGE);
                SyncFile fences = buffer.exportSyncFile(Access.WRITE)) {
            SharingMain.fill(buffer, 44);
            channel.send(List.of(buffer, nameless), List.of(fences), new byte[] {1, 2});
            assertThat(peer.ask("receive", 10)).matches("3 1:12288:camera-0 1:4096: 2:0:\\S+ 0102");
            assertThat(peer.number("read", 10)).isEqualTo(44);
            peer.tell("write", 10, 55);
            assertThat(SharingMain.lastByte(buffer)).isEqualTo((byte) 55);
        }
        peer.tellAll("close 10\nclose 11\nclose 12");
        assertThat(peer.number("fds")).isEqualTo(fds);
        channel.close();
        assertThat(peer.ask("receive", 10)).isEqualTo("end");
    }

    @Test
    void aProgramInCSendsBuffersSyncFilesAndData() throws Exception {
        peer.tellAll(SCENE + """
            write 2 66
            begin
            item 1 8192 two
            item 2 0 -
            item 1 4096 -
            data 0a0b
            add 2
            add 4
            add 1
            send
            """);
        try (Delivery delivery = channel.receive().orElseThrow()) {
            assertThat(delivery.names()).containsExactly("two", "");
            assertThat(delivery.buffers()).extracting(DmaBuf::size).containsExactly(8192L, 4096L);
            assertThat(delivery.buffers().get(1).name()).as("of the kernel").isEqualTo("one");
            assertThat(SharingMain.lastByte(delivery.buffers().get(0))).isEqualTo((byte) 66);
            assertThat(delivery.buffers()).allMatch(buffer -> OpenFiles.isCloseOnExec(buffer.fd()));
            assertThat(delivery.syncFiles()).singleElement().satisfies(fences -> {
                assertThat(fences.state()).isEqualTo(FenceState.SIGNALED);
                assertThat(OpenFiles.isCloseOnExec(fences.fd())).isTrue();
            });
            assertThat(delivery.data()).containsExactly(10, 11);
        }
    }

    /** Each message has good descriptors before and after the bad one. */
    static Stream<Arguments> lies() {
        return Stream.of(
                arguments(
                        "item 1 4096 -\nitem 1 4096 -\nitem 1 4096 -\nadd 1\nadd 2\nadd 3",
                        "a buffer of 8192 bytes",
                        "4096"),
                arguments("item 1 18446744073709547520 -\nadd 1", "a buffer of 4096 bytes", "18446744073709547520"),
                arguments("item 1 4096 -\nitem 2 0 -\nitem 1 4096 -\nadd 1\nadd 6\nadd 3", "descriptor 1", "memfd:"),
                arguments("item 2 0 -\nitem 2 0 -\nadd 4\nadd 1", "descriptor 1", "/dmabuf:one"),
                arguments(
                        "item 1 4096 -\nitem 1 0 -\nitem 1 4096 -\nadd 1\nadd 4\nadd 3",
                        "descriptor 1",
                        "it is not a dma-buf"),
                arguments("item 1 4096 -\nitem 0 4096 -\nadd 1\nadd 3", "descriptor 1", "unknown kind, 0"),
                arguments("item 1 4096 -\nadd 1\nadd 2\nadd 3", "announces 1 descriptors", "and has 3"),
                arguments("add 1\nadd 2\ncut 0", "it is empty", "closed"),
                arguments("item 1 4096 -\nadd 1\npad 70000\npad 8000", "longer than any", "closed"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsOneExceptionAndTheNextMessageArrives(String lie, String what, String why) throws Exception {
        peer.tellAll(SCENE + "begin\n" + lie + "\nsend\nbegin\nitem 1 4096 good\nadd 1\nsend");
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(channel::receive)
                .withMessageContaining(what)
                .withMessageContaining(why)
                .withMessageEndingWith("; all its descriptors were closed");
        try (Delivery delivery = channel.receive().orElseThrow()) {
            assertThat(delivery.names()).containsExactly("good");
        }
    }

    /** They arrive as one message. */
    @Test
    void buffersInTwoControlMessagesAreOneDelivery() throws Exception {
        peer.tellAll(SCENE + "begin\nitem 1 4096 a\nitem 1 8192 b\nadd 1\nadd 2\nsplit 1\nsend");
        try (Delivery delivery = channel.receive().orElseThrow()) {
            assertThat(delivery.buffers()).extracting(DmaBuf::size).containsExactly(4096L, 8192L);
        }
    }

    @Test
    @SuppressWarnings("try")
    void buffersThatThisProcessHasNoDescriptorsForAreFreed() throws Exception {
        long inode = peer.number("alloc", "system", PAGE, 1, "lost");
        peer.tellAll("begin\nitem 1 4096 a\nitem 1 4096 b\nitem 1 4096 c\nadd 1\nadd 1\nadd 1\nsend\nclose 1");
        assertThat(exists(inode)).as("in flight").isTrue();
        peer.sendData("07");
        try (DescriptorLimit limit = DescriptorLimit.leaving(2)) {
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(channel::receive)
                    .withMessageContaining("only 2 arrived")
                    .withMessageContaining("ulimit -n");
        }
        assertThat(exists(inode)).isFalse();
        assertThat(channel.receive().orElseThrow().data()).containsExactly(7);
    }

    @Test
    void aPeerThatDiesIsTheEndAfterWhatItSent() throws Exception {
        long inode = peer.number("alloc", "system", PAGE, 1, "left");
        peer.tellAll("begin\nitem 1 4096 left\nadd 1\nsend");
        peer.kill();
        try (Delivery delivery = channel.receive().orElseThrow()) {
            assertThat(delivery.buffers().get(0).inode()).isEqualTo(inode);
        }
        assertThat(exists(inode)).isFalse();
        assertThat(channel.receive()).isEmpty();
        assertEndOfTheOther(LibC.EPIPE(), channel::send);
    }

    private static void assertEndOfTheOther(int errno, ThrowingCallable call) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(call)
                .withMessageEndingWith("the other process has closed the channel, or has ended")
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }

    @Test
    void aDeathEndsTheWaitOfAReceiver() throws Exception {
        Background<Boolean> receiving =
                Background.waiting(() -> channel.receive().isEmpty());
        peer.kill();
        assertThat(receiving.result()).isTrue();
    }

    @Test
    void buffersInMessagesThatADeadPeerDidNotReadAreFreed() throws Exception {
        long inode;
        try (DmaBuf buffer = heap.allocate(PAGE)) {
            inode = buffer.inode();
            channel.send(buffer, buffer);
            channel.send(buffer);
        }
        assertThat(exists(inode)).as("in flight").isTrue();
        peer.kill();
        assertThat(exists(inode)).isFalse();
        assertEndOfTheOther(LibC.ECONNRESET(), channel::receive);
        assertThat(channel.receive()).isEmpty();
    }

    @Test
    void buffersInMessagesThatThisProcessDoesNotReadAreFreedByTheClose() throws Exception {
        long inode = peer.number("alloc", "system", PAGE, 1, "unread");
        peer.tellAll("begin\nitem 1 4096 unread\nadd 1\nsend\nclose 1");
        assertThat(exists(inode)).isTrue();
        channel.close();
        assertThat(exists(inode)).isFalse();
    }

    @Test
    void row14_anotherProcessThatReceivesABufferIsOneReferenceMoreUntilItDies() throws Exception {
        try (DmaBuf buffer = heap.allocate(PAGE);
                DmaBuf duplicate = buffer.duplicate()) {
            assertThat(count(duplicate)).as("dup").isEqualTo("2");
            channel.send(buffer);
            peer.ask("receive", 10);
            assertThat(count(buffer)).as("received by another process").isEqualTo("3");
            peer.kill();
            assertThat(count(buffer)).as("that process has died").isEqualTo("2");
        }
    }

    private static String count(DmaBuf buffer) {
        return OpenFiles.info(buffer.fd(), "count");
    }

    @Test
    void aProgramInCListens() throws Exception {
        Path path = directory.resolve("of-c");
        peer.tell("listen", path);
        try (ShareChannel connected = ShareChannel.connect(path);
                DmaBuf buffer = SharingMain.named(heap, PAGE, "to-c")) {
            peer.tell("accept");
            connected.send(buffer);
            assertThat(peer.ask("receive", 10)).isEqualTo("1 1:4096:to-c -");
        }
    }

    @Test
    void f21_anEmptyMessageBetweenBuffersIsRefusedAndItsBuffersAreFreed() throws Exception {
        long inode = peer.number("alloc", "system", PAGE, 7, "lost");
        peer.tellAll(SCENE + "begin\nadd 7\ncut 0\nsend\nclose 7\nbegin\ncut 0\nsend");
        peer.tellAll("begin\nitem 1 4096 good\nadd 1\nsend\nbegin\ncut 0\nsend\ndisconnect");
        assertEmptyIsRefused();
        assertThat(exists(inode)).isFalse();
        assertEmptyIsRefused();
        try (Delivery delivery = channel.receive().orElseThrow()) {
            assertThat(delivery.names()).containsExactly("good");
        }
        assertEmptyIsRefused();
        assertThat(channel.receive()).isEmpty();
    }

    private void assertEmptyIsRefused() {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(channel::receive)
                .withMessageContaining("it is empty");
    }

    @Test
    void f22_buffersForAPeerThatDoesNotReadAreNotSentAfterTheTime() throws Exception {
        long inode;
        try (DmaBuf buffer = heap.allocate(PAGE)) {
            inode = buffer.inode();
            byte[] much = new byte[ShareChannel.MAX_DATA_BYTES];
            int sent = 0;
            while (channel.send(List.of(buffer), List.of(), much, Duration.ZERO)) {
                sent++;
            }
            assertThat(sent).isPositive();
            assertThat(channel.send(List.of(buffer), List.of(), much, Duration.ofMillis(5)))
                    .isFalse();
            for (int i = 0; i < sent; i++) {
                peer.ask("receive", 10);
                peer.tell("close", 10);
            }
        }
        assertThat(exists(inode)).as("an unsent message holds no buffer").isFalse();
    }

    @Test
    void f22_thePeersUserIsThatOfWhenItConnected() throws Exception {
        peer.tellAll("disconnect\nuser 1234 4321");
        channel.close();
        Path path = directory.resolve("for-all");
        try (ShareListener listener = ShareListener.bind(path)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            peer.tell("connect", path);
            channel = listener.accept();
        }
        assertThat(channel.peerCredentials()).isEqualTo(new PeerCredentials(peer.pid(), 1234, 4321));
    }
}
