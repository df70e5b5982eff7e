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
import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.CommandedProcess;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.Peer;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import io.github.dmabuf4j.support.UnchangedBuffers;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends frames with their fences to a C program and to another JVM, and receives good and bad ones. */
@RealKernel
@Needs(SYSTEM_HEAP)
@Smoke
@ExtendWith({UnchangedDescriptors.class, UnchangedBuffers.class})
@Timeout(120)
class FramesIT {
    private static final int ECHOES = 200;

    /** 64 rows of 64 bytes of luma in buffer 0, 32 rows of chroma in buffer 1. */
    private static final FrameLayout NV12 = new FrameLayout(
            64,
            64,
            DrmFormat.NV12,
            Modifier.LINEAR,
            List.of(new FramePlane(0, 0, 64), new FramePlane(1, 128, 64)),
            new FrameColor(9, 16, 9, ColorRange.LIMITED));

    private static final String NV12_CODE = "842094158";

    /** Two buffers of a page, and a sync file. */
    private static final String SCENE = """
        alloc system 4096 1 luma
        alloc system 4096 2 chroma
        sync-file 1 3
        begin
        item 1 4096 -
        item 1 4096 -
        """;

    @TempDir
    Path directory;

    private DmaHeap heap;
    private Peer peer;
    private ShareChannel channel;

    @BeforeEach
    void startPeer() throws Exception {
        heap = DmaHeap.open("system");
        peer = Peer.start();
        channel = peer.connect(directory);
    }

    @AfterEach
    void endPeer() throws Exception {
        channel.close();
        peer.close();
        heap.close();
    }

    @Test
    void aProgramInCReceivesAFrame() throws Exception {
        try (Frame frame = Frame.allocate(heap, NV12);
                SyncFile ready = frame.buffer(0).exportSyncFile(Access.READ);
                SyncFile released = frame.buffer(0).exportSyncFile(Access.WRITE)) {
            frame.buffer(0).setName("not sent");
            channel.send(FrameMessage.of(frame)
                    .withAcquireFence(ready)
                    .withReleaseFence(released)
                    .withData(new byte[] {1, 2}));
            assertThat(peer.ask("receive", 10))
                    .isEqualTo("4 1:4096: 1:4096: 3:0: 4:0: 64x64:3231564e:0000000000000000:9,16,9,1:0/0/64:1/128/64"
                            + " 0102");
            assertThat(peer.number("read", 10)).isZero();
        }
    }

    @Test
    void aProgramInCSendsAFrame() throws Exception {
        peer.tellAll(SCENE + "item 3 0 -\nadd 1\nadd 2\nadd 3\nframe 64 64 " + NV12_CODE
                + " 0\nplane 0 0 64\nplane 1 128 64\ncolor 9 16 9 1\ndata 07\nsend");
        try (Delivery delivery = channel.receive().orElseThrow()) {
            Frame frame = delivery.frame().orElseThrow();
            assertThat(frame.layout()).isEqualTo(NV12);
            assertThat(frame.ownsBuffers()).isTrue();
            assertThat(delivery.buffers()).isEqualTo(frame.buffers()).hasSize(2);
            assertThat(delivery.names()).containsExactly("", "");
            assertThat(frame.buffer(1).name()).as("of the kernel").isEqualTo("chroma");
            assertThat(delivery.acquireFence().orElseThrow().state()).isEqualTo(FenceState.SIGNALED);
            assertThat(delivery.releaseFence()).isEmpty();
            assertThat(delivery.syncFiles()).isEmpty();
            assertThat(delivery.data()).containsExactly(7);
        }
    }

    /** As a driver hands out a descriptor for each plane. */
    @Test
    void planesOfOneBufferArriveAsOneBuffer() throws Exception {
        peer.tellAll(SCENE + "add 1\nadd 1\nframe 32 64 " + NV12_CODE + " 0\nplane 0 0 32\nplane 1 2048 32\nsend");
        try (Delivery delivery = channel.receive().orElseThrow()) {
            Frame frame = delivery.frame().orElseThrow();
            assertThat(frame.layout().planes()).containsExactly(new FramePlane(0, 0, 32), new FramePlane(0, 2048, 32));
            assertThat(delivery.buffers()).hasSize(1).allMatch(DmaBuf::isOpen);
        }
    }

    @Test
    void aFrameThatIsKeptOutlivesItsDelivery() throws Exception {
        peer.tellAll(SCENE + "add 1\nadd 2\nframe 64 64 " + NV12_CODE + " 0\nplane 0 0 64\nplane 1 128 64\nsend");
        Delivery delivery = channel.receive().orElseThrow();
        try (Frame frame = delivery.frame().orElseThrow()) {
            peer.tell("write", 2, 66);
            assertThat(SharingMain.lastByte(frame.buffer(1))).isEqualTo((byte) 66);
        }
        assertThat(delivery.buffers()).noneMatch(DmaBuf::isOpen);
    }

    private static String frame(String rest) {
        return "add 1\nadd 2\nframe 64 64 " + NV12_CODE + " 0\n" + rest;
    }

    static Stream<Arguments> lies() {
        String planes = "plane 0 0 64\nplane 1 128 64";
        return Stream.of(
                arguments(
                        frame("plane 0 0 64\nplane 1 4096 64"),
                        "plane 1 begins at offset 4096, beyond the end of its buffer of 4096 bytes"),
                arguments(
                        frame("plane 0 1 64\nplane 1 0 64"),
                        "plane 0 (64 rows 64 bytes apart, from offset 1) ends at 4097, beyond the end of its buffer of"
                                + " 4096 bytes"),
                arguments(
                        frame("plane 0 0 64\nplane 1 18446744073709551615 64"),
                        "the offset of a plane must be 0 to 4611686018427387903, not -1"),
                arguments(
                        frame("plane 0 0 4294967295\nplane 1 4611686018427387903 4294967295"), "ends at 270582939649,"),
                arguments(
                        frame("plane 0 0 63\nplane 1 0 64"),
                        "plane 0: a pitch of 63 bytes is less than a row, which has 64"),
                arguments(
                        frame("plane 0 0 0\nplane 1 0 64"),
                        "the pitch of a plane must be 1 to 4294967295 bytes, not 0"),
                arguments(
                        "add 1\nadd 2\nframe 64 64 7 0\nplane 0 0 64",
                        "format 0x7 ('\\x07\\x00\\x00\\x00') is not a DRM format that this library knows"),
                arguments(
                        frame(planes + "\nplane 0 0 64\nplane 0 0 64\nplane 0 0 64"),
                        "a frame has 1 to 4 planes, not 5"),
                arguments(
                        frame(planes + "\nplane 0 0 64"), "a picture in NV12 with modifier LINEAR has 2 planes, not 3"),
                arguments(frame("data 00"), "a frame has 1 to 4 planes, not 0"),
                arguments(
                        frame("plane 0 0 64\nplane 2 0 64"),
                        "no plane lies in buffer 1 of 3: number the buffers of the planes from 0 without gaps"),
                arguments(
                        frame("plane 0 0 64\nplane 0 0 64"),
                        "the planes of 64x64 NV12 LINEAR lie in 1 buffer, not in 2"),
                arguments(
                        frame("plane 0 0 64\nplane 4294967295 0 64"),
                        "the index of a buffer must be 0 or more, not -1"),
                arguments(
                        "add 1\nadd 2\nframe 0 64 " + NV12_CODE + " 0\n" + planes,
                        "the width and the height of a picture must be at least 1 pixel, not 0x64"),
                arguments(
                        "add 1\nadd 2\nframe 4294967295 64 " + NV12_CODE + " 0\n" + planes,
                        "the width and the height of a picture must be at least 1 pixel, not -1x64"),
                arguments(
                        frame(planes + "\nheader 3 1"), "it has a frame, but says that its sender cannot receive one"),
                arguments(frame(planes + "\npad 65537"), "it has more than 65536 bytes of data"),
                arguments(frame(planes + "\ncolor 2 2 2 3"), "the colour range is 3, not 0 to 2"),
                arguments(
                        "item 3 0 -\nitem 3 0 -\nadd 1\nadd 2\nadd 3\nadd 3\nframe 64 64 " + NV12_CODE + " 0\n"
                                + planes,
                        "descriptor 3 is said to be an acquire fence, but the message has one already"),
                arguments(
                        "item 3 0 -\nadd 1\nadd 2\nadd 1\nframe 64 64 " + NV12_CODE + " 0\n" + planes,
                        "descriptor 2 is said to be an acquire fence, but"),
                arguments(
                        "item 4 0 -\nadd 1\nadd 2\nadd 3",
                        "descriptor 2 is said to be a release fence, but the message has no frame"),
                arguments(
                        "item 1 8192 -\nadd 1\nadd 2\nadd 1\nframe 64 64 " + NV12_CODE + " 0\n" + planes,
                        "a buffer of 4096 bytes is said to have 8192"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsOneExceptionAndTheNextMessageArrives(String lie, String what) throws Exception {
        peer.tellAll(SCENE + lie + "\nsend");
        peer.sendData("07");
        assertThatExceptionOfType(DmaBufException.class)
                .isThrownBy(channel::receive)
                .withMessageContaining(what)
                .withMessageEndingWith("; all its descriptors were closed");
        assertThat(channel.receive().orElseThrow().data()).containsExactly(7);
    }

    /** A program that was made for version 1 of the messages says nothing of versions. */
    @Test
    void framesAreNotSentToAProgramThatCannotReceiveThem() throws Exception {
        peer.tellAll("begin\nheader 3 0\ndata 01\nsend");
        channel.receive().orElseThrow().close();
        try (Frame frame = Frame.allocate(heap, NV12)) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> channel.send(FrameMessage.of(frame)))
                    .withMessageStartingWith("the other process of ShareChannel[")
                    .withMessageEndingWith(
                            " speaks version 1 of the messages, and frames need version 2: update it, or send"
                                    + " the buffers without a frame");
            channel.send(frame.buffers().toArray(DmaBuf[]::new));
        }
        assertThat(peer.ask("receive", 10)).startsWith("2 1:4096: 1:4096:");
        peer.sendData("02");
        channel.receive().orElseThrow().close();
        try (Frame frame = Frame.allocate(heap, NV12)) {
            channel.send(FrameMessage.of(frame));
        }
    }

    @Test
    void framesComeBackFromAProgramInC() throws Exception {
        long fds = peer.number("fds");
        peer.begin("echo", ECHOES);
        FrameEchoes.exchange(channel, heap, NV12, ECHOES);
        peer.answerTo("echo");
        assertThat(peer.number("fds")).isEqualTo(fds);
    }

    @Test
    void framesComeBackFromAnotherJvm() throws Exception {
        try (CommandedProcess other = SharingMain.start()) {
            try (ShareListener listener = ShareListener.bind(directory.resolve("socket"))) {
                other.begin("connect", listener.path());
                try (ShareChannel toJvm = listener.accept()) {
                    other.answerTo("connect");
                    other.begin("echo", ECHOES);
                    FrameEchoes.exchange(toJvm, heap, NV12, ECHOES);
                    other.answerTo("echo");
                    other.tell("disconnect");
                }
            }
        }
    }

    /** Neither the frame nor its fences are held when a message could not be sent. */
    @Test
    void afterAFailureNothingIsHeld() throws Exception {
        Frame frame = Frame.allocate(heap, NV12);
        SyncFile ready = frame.buffer(0).exportSyncFile(Access.READ);
        ready.close();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> channel.send(FrameMessage.of(frame).withAcquireFence(ready)));
        channel.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> channel.send(FrameMessage.of(frame)));
        int fd = frame.buffer(0).detachFd();
        assertThat(OpenFiles.isCloseOnExec(fd)).as("detached, so not held").isTrue();
        DmaBuf.adopt(fd).close();
        frame.close();
    }
}
