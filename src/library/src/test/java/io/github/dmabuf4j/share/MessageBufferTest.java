// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.cmsghdr;
import io.github.dmabuf4j.internal.gen.iovec;
import io.github.dmabuf4j.internal.gen.msghdr;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.HeaderProbe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this library writes is where, and is, what native-headers/dmabuf4j_share.h and the C library's macros say. */
class MessageBufferTest {
    private static final String PROGRAM = """
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/socket.h>
        #include <sys/time.h>
        #define SHOW(value) printf("%s\\t%lld\\n", #value, (long long) (value));
        #define HEADER(field) offsetof(struct dmabuf4j_share_header, field)
        #define ITEM(field) offsetof(struct dmabuf4j_share_item, field)
        #define FRAME(field) offsetof(struct dmabuf4j_share_frame, field)
        #define PLANE(field) offsetof(struct dmabuf4j_share_plane, field)
        int main(void)
        {
            SHOW(DMABUF4J_SHARE_MAGIC) SHOW(DMABUF4J_SHARE_VERSION)
            SHOW(DMABUF4J_SHARE_MAX_ITEMS) SHOW(DMABUF4J_SHARE_MAX_DATA)
            SHOW(DMABUF4J_SHARE_FRAME_VERSION) SHOW(DMABUF4J_SHARE_MAX_PLANES)
            SHOW(DMABUF4J_SHARE_BUFFER) SHOW(DMABUF4J_SHARE_SYNC_FILE)
            SHOW(DMABUF4J_SHARE_ACQUIRE_FENCE) SHOW(DMABUF4J_SHARE_RELEASE_FENCE)
            SHOW(DMABUF4J_SHARE_RANGE_LIMITED) SHOW(DMABUF4J_SHARE_RANGE_FULL)
            SHOW(sizeof(struct dmabuf4j_share_frame)) SHOW(sizeof(struct dmabuf4j_share_plane))
            SHOW(FRAME(width)) SHOW(FRAME(height)) SHOW(FRAME(format)) SHOW(FRAME(plane_count)) SHOW(FRAME(modifier))
            SHOW(FRAME(primaries)) SHOW(FRAME(transfer)) SHOW(FRAME(matrix)) SHOW(FRAME(range)) SHOW(FRAME(planes))
            SHOW(PLANE(buffer)) SHOW(PLANE(offset)) SHOW(PLANE(pitch)) SHOW(HEADER(speaks))
            SHOW(sizeof(struct dmabuf4j_share_header)) SHOW(sizeof(struct dmabuf4j_share_item))
            SHOW(HEADER(magic)) SHOW(HEADER(version)) SHOW(HEADER(count))
            SHOW(ITEM(kind)) SHOW(ITEM(size)) SHOW(ITEM(name))
            SHOW(sizeof(((struct dmabuf4j_share_item *) 0)->name))
            SHOW(CMSG_LEN(0)) SHOW(CMSG_SPACE(sizeof(struct timeval)))
            for (int count = 0; count <= DMABUF4J_SHARE_MAX_ITEMS; count++) {
                printf("len %d\\t%zu\\n", count, CMSG_LEN(count * sizeof(int)));
                printf("space %d\\t%zu\\n", count, CMSG_SPACE(count * sizeof(int)));
            }
        }
        """;

    private static final String HEADER_SIZE = "sizeof(struct dmabuf4j_share_header)";
    private static final String ITEM_SIZE = "sizeof(struct dmabuf4j_share_item)";

    private static Map<String, Long> c;

    private final MessageBuffer messageBuffer = new MessageBuffer();

    @BeforeAll
    static void askTheCompiler(@TempDir Path folder) throws IOException, InterruptedException {
        Path headers = Checkout.root().resolve("native-headers");
        c = new HeaderProbe("cc", headers.resolve("dmabuf4j.h"), folder)
                .run("#include \"" + headers.resolve("dmabuf4j_share.h") + "\"\n" + PROGRAM);
    }

    private static MemorySegment content(MemorySegment message) {
        MemorySegment vector = msghdr.msg_iov(message).reinterpret(iovec.sizeof());
        return iovec.iov_base(vector).reinterpret(iovec.iov_len(vector));
    }

    private static MessageBuffer.Item[] items(MessageBuffer.Item... items) {
        return items;
    }

    private MemorySegment twoItems(byte... data) {
        MessageBuffer.Item buffer = new MessageBuffer.Item(MessageBuffer.BUFFER, 0x1_0000_0002L, "camera-0");
        MessageBuffer.Item syncFile = new MessageBuffer.Item(MessageBuffer.SYNC_FILE, 0, "x".repeat(40));
        return messageBuffer.toSend(items(buffer, syncFile), new int[] {7, 8}, null, data);
    }

    @Test
    void constantsAreThoseOfTheHeader() {
        assertThat(c)
                .containsEntry("DMABUF4J_SHARE_MAX_ITEMS", (long) ShareChannel.MAX_ITEMS)
                .containsEntry("DMABUF4J_SHARE_MAX_DATA", (long) ShareChannel.MAX_DATA_BYTES)
                .containsEntry("DMABUF4J_SHARE_BUFFER", (long) MessageBuffer.BUFFER)
                .containsEntry("DMABUF4J_SHARE_SYNC_FILE", (long) MessageBuffer.SYNC_FILE)
                .containsEntry("DMABUF4J_SHARE_ACQUIRE_FENCE", (long) MessageBuffer.ACQUIRE_FENCE)
                .containsEntry("DMABUF4J_SHARE_RELEASE_FENCE", (long) MessageBuffer.RELEASE_FENCE)
                .containsEntry("DMABUF4J_SHARE_FRAME_VERSION", (long) MessageBuffer.FRAME_VERSION)
                .containsEntry("DMABUF4J_SHARE_MAX_PLANES", (long) FrameBlock.MAX_PLANES)
                .containsEntry("sizeof(struct dmabuf4j_share_frame)", (long) FrameBlock.BYTES)
                .containsEntry("DMABUF4J_SHARE_RANGE_LIMITED", (long) FrameBlock.RANGES.indexOf(ColorRange.LIMITED))
                .containsEntry("DMABUF4J_SHARE_RANGE_FULL", (long) FrameBlock.RANGES.indexOf(ColorRange.FULL));
    }

    private static final FrameLayout FRAME = new FrameLayout(
            640,
            480,
            DrmFormat.NV12,
            Modifier.INVALID,
            List.of(new FramePlane(0, 1L << 33, 641), new FramePlane(1, 7, 0xffff_ffffL)),
            new FrameColor(9, 16, 10, ColorRange.FULL));

    @Test
    void aFrameIsBetweenItemsAndData() {
        MessageBuffer.Item item = new MessageBuffer.Item(MessageBuffer.BUFFER, 1, "");
        MemorySegment content =
                content(messageBuffer.toSend(items(item, item), new int[] {7, 8}, FRAME, new byte[] {5}));
        messageBuffer.readHeader();
        assertThat(content.get(JAVA_INT, c.get("HEADER(version)")))
                .isEqualTo(c.get("DMABUF4J_SHARE_FRAME_VERSION").intValue());
        long start = c.get(HEADER_SIZE) + 2 * c.get(ITEM_SIZE);
        assertThat(content.asSlice(start + c.get("sizeof(struct dmabuf4j_share_frame)"))
                        .toArray(JAVA_BYTE))
                .containsExactly(5);
        MemorySegment frame = content.asSlice(start);
        assertThat(frame.get(JAVA_INT, c.get("FRAME(width)"))).isEqualTo(640);
        assertThat(frame.get(JAVA_INT, c.get("FRAME(height)"))).isEqualTo(480);
        assertThat(frame.get(JAVA_INT, c.get("FRAME(format)"))).isEqualTo(DrmFormat.NV12.code());
        assertThat(frame.get(JAVA_LONG, c.get("FRAME(modifier)"))).isEqualTo(Modifier.INVALID.value());
        assertThat(frame.get(JAVA_INT, c.get("FRAME(plane_count)"))).isEqualTo(2);
        assertThat(List.of("primaries", "transfer", "matrix", "range"))
                .extracting(field -> (int) frame.get(JAVA_BYTE, c.get("FRAME(" + field + ")")))
                .containsExactly(9, 16, 10, 2);
        MemorySegment second = frame.asSlice(c.get("FRAME(planes)") + c.get("sizeof(struct dmabuf4j_share_plane)"));
        assertThat(second.get(JAVA_INT, c.get("PLANE(buffer)"))).isEqualTo(1);
        assertThat(second.get(JAVA_LONG, c.get("PLANE(offset)"))).isEqualTo(7);
        assertThat(second.get(JAVA_LONG, c.get("PLANE(pitch)"))).isEqualTo(0xffff_ffffL);
        assertThat(messageBuffer.frame()).isEqualTo(FRAME);
    }

    @Test
    void theNextFrameIsReadAnewWhereItDiffers() {
        MessageBuffer.Item item = new MessageBuffer.Item(MessageBuffer.BUFFER, 1, "");
        MemorySegment content = content(messageBuffer.toSend(items(item), new int[] {7}, FRAME, new byte[0]));
        messageBuffer.readHeader();
        FrameLayout first = messageBuffer.frame();
        assertThat(messageBuffer.frame()).as("the same one").isSameAs(first);
        long start = c.get(HEADER_SIZE) + c.get(ITEM_SIZE);
        long lastPitch =
                start + c.get("FRAME(planes)") + c.get("sizeof(struct dmabuf4j_share_plane)") + c.get("PLANE(pitch)");
        content.set(JAVA_LONG, lastPitch, 700);
        assertThat(messageBuffer.frame().planes().get(1).pitch()).isEqualTo(700);
        content.set(JAVA_INT, start + c.get("FRAME(width)"), 0);
        assertThatIllegalArgumentException().isThrownBy(messageBuffer::frame);
        assertThatIllegalArgumentException().as("a second time").isThrownBy(messageBuffer::frame);
        content.set(JAVA_INT, start + c.get("FRAME(width)"), 640);
        content.set(JAVA_LONG, lastPitch, 0xffff_ffffL);
        assertThat(messageBuffer.frame()).isEqualTo(FRAME);
    }

    private static final MessageBuffer.Item ITEM = new MessageBuffer.Item(MessageBuffer.BUFFER, 1, "");

    private static final FrameLayout GREY = FrameLayout.linear(DrmFormat.R8, 64, 48);

    private static byte[] sent(MessageBuffer target, @Nullable FrameLayout frame, MessageBuffer.Item... items) {
        return content(target.toSend(items, new int[items.length], frame, new byte[0]))
                .toArray(JAVA_BYTE);
    }

    /** Whether a message is the same as that of a buffer that has sent nothing before. */
    private void isAsEver(@Nullable FrameLayout frame, MessageBuffer.Item... items) {
        assertThat(sent(messageBuffer, frame, items)).isEqualTo(sent(new MessageBuffer(), frame, items));
    }

    @Test
    void whatWasSentBeforeDoesNotChangeAMessage() {
        isAsEver(FRAME, ITEM);
        isAsEver(FRAME, ITEM);
        isAsEver(FRAME, new MessageBuffer.Item(MessageBuffer.BUFFER, 2, ""));
        isAsEver(FRAME, ITEM, MessageBuffer.ACQUIRE);
        isAsEver(FRAME, ITEM, MessageBuffer.RELEASE);
        isAsEver(FRAME, ITEM, ITEM);
        isAsEver(FRAME, ITEM);
        isAsEver(GREY, ITEM);
        isAsEver(FRAME, ITEM);
        isAsEver(null, ITEM, ITEM, ITEM, ITEM);
        isAsEver(FRAME, ITEM);
        // Fails after its first items are written, over the frame.
        MessageBuffer.Item bad = new MessageBuffer.Item(MessageBuffer.BUFFER, 1, "\ud800");
        assertThatIllegalArgumentException().isThrownBy(() -> sent(messageBuffer, null, ITEM, ITEM, ITEM, bad));
        isAsEver(FRAME, ITEM);
    }

    @Test
    void eachFrameHasItsOwnDescriptorsAndData() {
        MessageBuffer.Item[] items = items(ITEM, MessageBuffer.ACQUIRE);
        messageBuffer.toSend(items, new int[] {7, 8}, FRAME, new byte[] {1, 2});
        MemorySegment message = messageBuffer.toSend(items, new int[] {9, 7}, FRAME, new byte[] {3});
        long control = msghdr.msg_controllen(message);

        assertThat(messageBuffer.readDescriptors(control)).isEqualTo(2);
        assertThat(messageBuffer.descriptor(0)).isEqualTo(9);
        assertThat(messageBuffer.descriptor(1)).isEqualTo(7);
        assertThat(content(message).toArray(JAVA_BYTE)).endsWith(3);
        assertThat(content(message).byteSize())
                .isEqualTo(content(messageBuffer.toSend(items, new int[] {9, 7}, FRAME, new byte[0]))
                                .byteSize()
                        + 1);
    }

    @Test
    void eachMessageSaysWhatItsSenderCanReceive() {
        MemorySegment content = content(twoItems());
        assertThat(content.get(JAVA_INT, c.get("HEADER(speaks)")))
                .isEqualTo(c.get("DMABUF4J_SHARE_FRAME_VERSION").intValue());
        assertThat(messageBuffer.spoken()).isEqualTo(2);
        content.set(JAVA_INT, c.get("HEADER(speaks)"), 0);
        assertThat(messageBuffer.spoken()).as("made for version 1 alone").isOne();
        content.set(JAVA_INT, c.get("HEADER(speaks)"), -1);
        assertThat(Integer.toUnsignedString(messageBuffer.spoken()))
                .as("of a later one")
                .isEqualTo("4294967295");
    }

    @Test
    void aMessageIsHeaderItemsAndData() {
        MemorySegment content = content(twoItems((byte) 5, (byte) 6));
        assertThat(content.get(JAVA_INT, c.get("HEADER(magic)")))
                .isEqualTo(c.get("DMABUF4J_SHARE_MAGIC").intValue());
        assertThat(content.get(JAVA_INT, c.get("HEADER(version)")))
                .isEqualTo(c.get("DMABUF4J_SHARE_VERSION").intValue());
        assertThat(content.get(JAVA_INT, c.get("HEADER(count)"))).isEqualTo(2);
        long end = c.get(HEADER_SIZE) + 2 * c.get(ITEM_SIZE);
        assertThat(content.asSlice(end).toArray(JAVA_BYTE)).containsExactly(5, 6);
    }

    @Test
    void anItemHasKindSizeAndName() {
        MemorySegment content = content(twoItems());
        MemorySegment buffer = content.asSlice(c.get(HEADER_SIZE), c.get(ITEM_SIZE));
        assertThat(buffer.get(JAVA_INT, c.get("ITEM(kind)"))).isEqualTo(MessageBuffer.BUFFER);
        assertThat(buffer.get(JAVA_LONG, c.get("ITEM(size)"))).isEqualTo(0x1_0000_0002L);
        assertThat(buffer.getString(c.get("ITEM(name)"))).isEqualTo("camera-0");
        MemorySegment syncFile = content.asSlice(c.get(HEADER_SIZE) + c.get(ITEM_SIZE));
        assertThat(syncFile.get(JAVA_INT, c.get("ITEM(kind)"))).isEqualTo(MessageBuffer.SYNC_FILE);
        assertThat(syncFile.getString(c.get("ITEM(name)"))).as("ends with NUL").isEqualTo("x".repeat(31));
    }

    @Test
    void nothingOfTheLastMessageIsLeftInTheNext() {
        twoItems((byte) 5);
        MessageBuffer.Item nameless = new MessageBuffer.Item(MessageBuffer.BUFFER, 1, "");
        MemorySegment content = content(messageBuffer.toSend(items(nameless), new int[] {7}, null, new byte[0]));
        assertThat(content.byteSize()).isEqualTo(c.get(HEADER_SIZE) + c.get(ITEM_SIZE));
        assertThat(content.asSlice(c.get(HEADER_SIZE) + c.get("ITEM(name)")).toArray(JAVA_BYTE))
                .containsOnly(0);
    }

    @Test
    void f27_aNameThatIsNotUtf8ArrivesAsItsBytes() {
        String name = "\udcff".repeat(15) + "\udc80\udcfeé" + "x".repeat(12);
        MemorySegment message = messageBuffer.toSend(
                items(new MessageBuffer.Item(MessageBuffer.BUFFER, 1, name)), new int[] {7}, null, new byte[0]);
        byte[] sent = content(message)
                .asSlice(c.get(HEADER_SIZE) + c.get("ITEM(name)"), 32)
                .toArray(JAVA_BYTE);
        assertThat(sent).startsWith(0xff, 0xff).endsWith('x', 'x', 0);
        assertThat(messageBuffer.name(0)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 252, 253})
    void descriptorsAreWhereTheMacrosOfTheCLibraryPutThem(int count) {
        int[] fds = IntStream.range(100, 100 + count).toArray();
        MessageBuffer.Item item = new MessageBuffer.Item(MessageBuffer.BUFFER, 1, "");
        MemorySegment message = messageBuffer.toSend(
                Collections.nCopies(count, item).toArray(MessageBuffer.Item[]::new), fds, null, new byte[0]);
        assertThat(msghdr.msg_controllen(message)).isEqualTo(c.get("space " + count));
        MemorySegment control = msghdr.msg_control(message).reinterpret(msghdr.msg_controllen(message));
        assertThat(cmsghdr.cmsg_len(control)).isEqualTo(c.get("len " + count));
        assertThat(cmsghdr.cmsg_level(control)).isEqualTo(LibC.SOL_SOCKET());
        assertThat(cmsghdr.cmsg_type(control)).isEqualTo(LibC.SCM_RIGHTS());
        assertThat(control.asSlice(c.get("CMSG_LEN(0)"), 4L * count).toArray(JAVA_INT))
                .isEqualTo(fds);
        long end = msghdr.msg_controllen(message);
        assertThat(messageBuffer.readDescriptors(end)).isEqualTo(count);
        assertThat(IntStream.range(0, count).map(messageBuffer::descriptor))
                .as("read back")
                .containsExactly(IntStream.of(fds).boxed().toArray(Integer[]::new));
    }

    @Test
    void withoutDescriptorsThereIsNoControlMessage() {
        twoItems();
        MemorySegment message = messageBuffer.toSend(items(), new int[0], null, new byte[] {1});
        assertThat(msghdr.msg_controllen(message)).isZero();
        assertThat(msghdr.msg_control(message)).isEqualTo(MemorySegment.NULL);
    }

    @Test
    void thereIsRoomForAsMuchAsAMessageMayHave() {
        MemorySegment message = messageBuffer.toReceive();
        assertThat(msghdr.msg_controllen(message))
                .isGreaterThanOrEqualTo(c.get("space 253") + c.get("CMSG_SPACE(sizeof(struct timeval))"));
        assertThat(content(message).byteSize())
                .isEqualTo(c.get(HEADER_SIZE)
                        + 253 * c.get(ITEM_SIZE)
                        + c.get("sizeof(struct dmabuf4j_share_frame)")
                        + c.get("DMABUF4J_SHARE_MAX_DATA"));
    }

    @Test
    void aNameWithoutAnEndEndsWithItsItem() {
        MemorySegment content = content(twoItems());
        content.asSlice(c.get(HEADER_SIZE) + c.get("ITEM(name)"), 32).fill((byte) 'n');
        assertThat(messageBuffer.name(0)).isEqualTo("n".repeat(32));
    }
}
