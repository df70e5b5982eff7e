// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.msghdr;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.Sockets;
import io.github.dmabuf4j.support.Background;
import io.github.dmabuf4j.support.DescriptorLimit;
import io.github.dmabuf4j.support.FailingCall;
import io.github.dmabuf4j.support.Peer;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of a C program that are not as they must be, without a DMA-BUF in any: on every kernel. */
@ExtendWith(UnchangedDescriptors.class)
@Timeout(60)
@SuppressWarnings("try")
class RefusedMessagesTest {
    private static final long MAGIC = 0x34626d64;
    private static final String MEMFD = "memfd 4096 1\n";

    @TempDir
    static Path folder;

    private static Peer peer;

    @BeforeAll
    static void startPeer() throws Exception {
        peer = Peer.start();
        peer.tellAll(MEMFD + "memfd 4096 2\nmemfd 4096 3\npipe 4\nopen /dev/null 5");
    }

    @AfterAll
    static void endPeer() throws Exception {
        peer.close();
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("begin\nheader 0 " + (MAGIC + 1), "does not begin as messages of this library"),
                arguments("begin\nheader 1 3", "it is of version 3, this library speaks versions 1 and 2"),
                arguments("begin\nheader 1 2", "too short for the 0 items that it announces, and a frame"),
                arguments("begin\nadd 1\ncut 15", "does not begin as messages of this library"),
                arguments("begin\nitem 1 4096 a\nadd 1\nheader 1 7", "it is of version 7"),
                arguments("begin\nitem 1 4096 a\nheader 2 2\nadd 1\nadd 2", "too short for the 2 items"),
                arguments("begin\nitem 1 4096 a\nheader 2 254", "too short for the 254 items"),
                arguments("begin\nheader 2 4294967295", "too short for the 4294967295 items"),
                arguments("begin\nitem 1 4096 a\ncut 63\nadd 1", "too short for the 1 items"),
                arguments("begin\nitem 1 4096 a\nitem 1 4096 b\nadd 1", "announces 2 descriptors and has 1"),
                arguments("begin\nitem 1 4096 a\nadd 1\nadd 2\nadd 3", "announces 1 descriptors and has 3"),
                arguments("begin\nitem 1 4096 a", "announces 1 descriptors and has 0"),
                arguments("begin\nadd 1\nadd 2", "announces 0 descriptors and has 2"),
                arguments("begin\nadd 1\ncut 0", "it is empty"),
                arguments(
                        "begin\nitem 1 4096 a\nadd 1",
                        "descriptor 0 is said to be a buffer",
                        "it is not a dma-buf but"),
                arguments("begin\nitem 1 4096 a\nadd 4", "descriptor 0 is said to be a buffer", "pipe:["),
                arguments("begin\nitem 1 4096 a\nadd 5", "descriptor 0 is said to be a buffer", "/dev/null"),
                arguments(
                        "begin\nitem 2 0 a\nadd 1",
                        "descriptor 0 is said to be a sync file",
                        "it is not a sync file but"),
                arguments("begin\nitem 5 0 a\nadd 1", "descriptor 0 is said to be of an unknown kind, 5"),
                arguments(
                        "begin\nitem 3 0 a\nadd 1",
                        "descriptor 0 is said to be an acquire fence, but the message has no frame"),
                arguments(
                        "begin\nitem 4 0 a\nadd 1\nframe 8 8 875713112 0",
                        "descriptor 0 is said to be a release fence",
                        "it is not a sync file but"),
                arguments("begin\nadd 1\npad 80000", "longer than any message of this library"),
                arguments("begin\npad 65537", "it has more than 65536 bytes of data"),
                arguments("begin\nitem 1 4096 a\nadd 1\npad 65537", "it has more than 65536 bytes of data"),
                arguments("begin\nframe 8 8 875713112 0\npad 65537", "it has more than 65536 bytes of data"),
                arguments(
                        "begin\nframe 8 8 875713112 0\nheader 3 0",
                        "it has a frame, but says that its sender cannot receive one"),
                arguments(
                        "begin\nframe 8 8 875713112 0\nheader 3 1",
                        "it has a frame, but says that its sender cannot receive one"),
                arguments("begin\nframe 8 8 875713112 0\nheader 3 4294967295", "a frame has 1 to 4 planes, not 0"),
                arguments(
                        "begin\nitem 1 1 a\nitem 1 1 b\nadd 1\nadd 2\nsplit 1", "descriptor 0 is said to be a buffer"));
    }

    static Stream<Arguments> withTwoClauses() {
        return messages().map(message -> {
            Object[] parts = message.get();
            return arguments(parts[0], parts[1], parts[parts.length - 1]);
        });
    }

    @ParameterizedTest
    @MethodSource("withTwoClauses")
    void eachIsOneExceptionAndTheNextMessageArrives(String commands, String what, String why) throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            peer.tellAll(commands + "\nsend");
            peer.sendData("0102");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(channel::receive)
                    .withMessageStartingWith("recvmsg on socket fd ")
                    .withMessageContaining(what)
                    .withMessageContaining(why)
                    .withMessageEndingWith("; all its descriptors were closed")
                    .satisfies(failure -> assertThat(failure.errno()).isZero());
            assertThat(channel.receive().orElseThrow().data()).containsExactly(1, 2);
            peer.tell("disconnect");
            assertThat(channel.receive()).isEmpty();
        }
    }

    /** A channel that is closed is said first, whatever the other program can receive. */
    @Test
    void aFrameIsNotSentToAProgramOfVersionOne() throws Exception {
        StandIn.allow();
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 8, 8);
        try (ShareChannel channel = peer.connect(folder);
                Frame frame = Frame.owning(layout, List.of(DmaBuf.adopt(StandIn.create(4096))))) {
            peer.tellAll("begin\nheader 3 0\nsend");
            channel.receive().orElseThrow().close();
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> channel.send(FrameMessage.of(frame)))
                    .withMessageContaining(" speaks version 1 of the messages, and frames need version 2");
            channel.close();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> channel.send(FrameMessage.of(frame)))
                    .withMessageContaining("is closed");
            peer.tell("disconnect");
        }
    }

    @Test
    void f13_theNameOfWhatAPeerSendsNeitherStartsALineNorSteersATerminal() throws Exception {
        Path evil = Files.createFile(folder.resolve("a\u001b[31m\u202e\u0085ERROR"));
        try (ShareChannel channel = peer.connect(folder)) {
            peer.tellAll("open " + evil + " 6\nbegin\nitem 1 4096 a\nadd 6\nsend\nclose 6");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(channel::receive)
                    .withMessageContaining("it is not a dma-buf but " + folder + "/a\\u001b[31m\\u202e\\u0085ERROR (")
                    .withMessageMatching("[^\\p{Cntrl}\\p{Cf}]*");
            peer.tell("disconnect");
        }
    }

    /** The kernel joins what comes in two parts. */
    @Test
    void twoControlMessagesAreOne() throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            peer.tellAll("begin\nadd 1\nadd 2\nadd 3\nsplit 2\nsend");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(channel::receive)
                    .withMessageContaining("and has 3");
            peer.tell("disconnect");
        }
    }

    @ParameterizedTest
    @MethodSource("roomLeft")
    void f31_aMessageThatHasMoreDescriptorsThanThisProcessMayIsRefusedWithTheErrno(int room, String arrived)
            throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            peer.tellAll("begin\nadd 1\nadd 2\nadd 3\nsend\nsend");
            peer.sendData("03");
            // With room for all, and so for the files of the classes that a failure needs.
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(channel::receive)
                    .withMessageContaining("and has 3");
            try (DescriptorLimit limit = DescriptorLimit.leaving(room)) {
                assertThatExceptionOfType(DmaBufException.class)
                        .isThrownBy(channel::receive)
                        .withMessageContaining("only " + arrived + " arrived")
                        .withMessageContaining("ulimit -n")
                        .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.EMFILE()));
            }
            assertThat(channel.receive().orElseThrow().data()).containsExactly(3);
            peer.tell("disconnect");
        }
    }

    static Stream<Arguments> roomLeft() {
        return Stream.of(arguments(0, "0"), arguments(2, "2"));
    }

    /** Not what a process without descriptors gets, and not what any message brings about. */
    @Test
    void f31_descriptorsThatTheKernelLeftOutWithoutAReasonAreSaid() {
        MessageBuffer messageBuffer = new MessageBuffer();
        msghdr.msg_flags(messageBuffer.toReceive(), LibC.MSG_CTRUNC());
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(
                        () -> new IncomingMessage(new Socket(ShareChannel.class, "a test"), messageBuffer).accept(16))
                .withMessageContaining("only 0 arrived, for want of memory or because a security module forbids them")
                .satisfies(failure -> assertThat(failure.errno()).isZero());
    }

    @Test
    void f31_theErrnoIsThatOfTheCallThatFailedOnADescriptor() throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            peer.tellAll("begin\nitem 1 4096 a\nitem 1 4096 b\nadd 1\nadd 2\nsend");
            peer.sendData("05");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(() -> FailingCall.FSTATFS.with(LibC.ENOMEM(), channel::receive))
                    .withMessageContaining("descriptor 0 is said to be a buffer, but fstatfs on fd ")
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(LibC.ENOMEM()));
            assertThat(channel.receive().orElseThrow().data()).containsExactly(5);
            peer.tell("disconnect");
        }
    }

    @Test
    void f21_anEmptyMessageIsRefusedAndIsNotTheEnd() throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            assertEmptyMessagesAreRefused(channel);
        }
    }

    @Test
    void f21_anEmptyMessageIsRefusedByAnAdoptedSocketToo() throws Exception {
        Path path = folder.resolve("of-c");
        peer.tell("listen", path);
        int fd = Sockets.socket(0);
        assertThat(Sockets.connect(fd, ShareListener.socketName(path))).isZero();
        try (ShareChannel channel = ShareChannel.adopt(fd)) {
            peer.tell("accept");
            assertEmptyMessagesAreRefused(channel);
        }
    }

    /** The first one among others, the second as the last before the end. */
    private static void assertEmptyMessagesAreRefused(ShareChannel channel) throws Exception {
        peer.tellAll("begin\ncut 0\nsend");
        peer.sendData("01");
        assertEmptyMessageIsRefused(channel);
        assertThat(channel.receive().orElseThrow().data()).containsExactly(1);
        Background<Optional<Delivery>> waiting = Background.waiting(channel::receive);
        peer.tellAll("begin\ncut 0\nsend");
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(waiting::result)
                .withMessageContaining("it is empty");
        peer.tellAll("begin\ncut 0\nsend\ndisconnect");
        assertEmptyMessageIsRefused(channel);
        assertThat(channel.hasEnded()).isFalse();
        assertThat(channel.receive()).isEmpty();
        assertThat(channel.hasEnded()).isTrue();
    }

    private static void assertEmptyMessageIsRefused(ShareChannel channel) {
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(channel::receive)
                .withMessageStartingWith("recvmsg on socket fd ")
                .withMessageContaining("the message cannot be taken, it is empty")
                .satisfies(failure -> assertThat(failure.errno()).isZero());
    }

    @Test
    void f21_whatCameBeforeTheOtherEndedItsHalfIsReceivedAndItCanStillBeSentTo() throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            peer.sendData("01");
            peer.tellAll("begin\nadd 1\ncut 0\nsend\nbegin\ncut 0\nsend");
            peer.sendData("02");
            peer.tell("shutdown");
            assertThat(channel.receive().orElseThrow().data()).containsExactly(1);
            assertEmptyMessageIsRefused(channel);
            assertEmptyMessageIsRefused(channel);
            assertThat(channel.receive().orElseThrow().data()).containsExactly(2);
            assertThat(channel.receive()).isEmpty();
            channel.send(List.of(), List.of(), new byte[] {3});
            assertThat(peer.ask("receive", 10)).isEqualTo("0 03");
            peer.tell("disconnect");
        }
    }

    /** The kernel adds the time to what it says of each message: there is room for it beside all descriptors. */
    @Test
    void f21_asManyDescriptorsAsAMessageMayHaveArrive() throws Exception {
        try (ShareChannel channel = peer.connect(folder)) {
            peer.tellAll("begin\n" + "add 1\n".repeat(ShareChannel.MAX_ITEMS) + "send");
            assertThatExceptionOfType(DmaBufException.class)
                    .isThrownBy(channel::receive)
                    .withMessageContaining("announces 0 descriptors and has 253");
            peer.tell("disconnect");
        }
    }
}
