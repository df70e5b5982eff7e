// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.ColorRange;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.internal.standin.StandIn;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.support.UnchangedDescriptors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offsets are those of AVDRMFrameDescriptor: objects from 8 on, 24 bytes each; layers from 112 on, their planes from 120 on. */
@ExtendWith(UnchangedDescriptors.class)
class AvDrmFrameTest {
    private static final int PAGE = 4096;
    private static final int NV12 = 0x3231564e;
    private static final long BYTES = 528;

    private static DmaBuf pages(int count) throws IOException {
        StandIn.allow();
        return DmaBuf.adopt(StandIn.create((long) count * PAGE));
    }

    private static FrameLayout twoBuffers(Modifier modifier) {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 64), new FramePlane(1, 256, 64));
        return new FrameLayout(64, 32, DrmFormat.NV12, modifier, planes, FrameColor.BT709);
    }

    private static int fd(MemorySegment descriptor, int object) {
        return descriptor.get(ValueLayout.JAVA_INT, 8 + object * 24L);
    }

    @Test
    void everyFieldIsWritten() throws IOException {
        try (Frame frame = Frame.owning(twoBuffers(Modifier.INVALID), List.of(pages(1), pages(2)));
                AvDrmFrame descriptor = AvDrmFrame.of(frame)) {
            assertThat(AvDrmFrame.BYTES).isEqualTo(BYTES);
            long[] words = descriptor.segment().toArray(ValueLayout.JAVA_LONG);
            long none = 0x00ff_ffff_ffff_ffffL;
            assertThat(words)
                    .startsWith(
                            2, frame.buffer(0).fd(), PAGE, none, frame.buffer(1).fd(), 2 * PAGE, none);
            assertThat(words[13]).isOne();
            assertThat(descriptor.segment().asSlice(112, 56).toArray(ValueLayout.JAVA_LONG))
                    .containsExactly(2L << 32 | NV12, 0, 0, 64, 1, 256, 64);
            assertThat(descriptor.segment().asSlice(168).toArray(ValueLayout.JAVA_LONG))
                    .containsOnly(0);
        }
    }

    @Test
    void theDescriptorsAreHeldUntilItIsClosed() throws IOException {
        Frame frame = Frame.owning(twoBuffers(Modifier.LINEAR), List.of(pages(1), pages(1)));
        AvDrmFrame descriptor = AvDrmFrame.of(frame);
        MemorySegment segment = descriptor.segment();
        int fd = fd(segment, 0);
        frame.close();
        assertThat(OpenFiles.ofThisProcess()).containsKeys(fd, fd(segment, 1));
        descriptor.close();
        descriptor.close();
        assertThat(OpenFiles.ofThisProcess()).doesNotContainKey(fd);
        assertThat(segment.scope().isAlive()).isFalse();
        assertThatThrownBy(() -> AvDrmFrame.of(frame)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsReadHasDescriptorsOfItsOwn() throws IOException {
        Frame frame = Frame.owning(twoBuffers(Modifier.LINEAR), List.of(pages(1), pages(1)));
        AvDrmFrame descriptor = AvDrmFrame.of(frame);
        try (Frame read = AvDrmFrame.read(descriptor.segment(), 64, 32, FrameColor.BT709)) {
            assertThat(read.layout()).isEqualTo(frame.layout());
            assertThat(read.buffer(0).fd()).isNotEqualTo(frame.buffer(0).fd());
            assertThat(read.buffer(1).inode()).isEqualTo(frame.buffer(1).inode());
            descriptor.close();
            frame.close();
            assertThat(read.buffer(0).isOpen()).isTrue();
            assertThat(read.buffer(0).size()).isEqualTo(PAGE);
        }
    }

    /** As drivers of VA-API export NV12: a layer for each plane, and an object for each layer though the buffer is one. */
    @Test
    void layersArePlanesOfTheFormatThatIsNamed() throws IOException {
        try (DmaBuf buffer = pages(1);
                DmaBuf again = buffer.duplicate()) {
            MemorySegment descriptor = descriptor(buffer, again);
            descriptor.set(ValueLayout.JAVA_INT, 104, 2);
            layer(descriptor, 0, 0x20203852, new FramePlane(0, 0, 64)); // R8
            layer(descriptor, 1, 0x38385247, new FramePlane(1, 2048, 64)); // GR88

            try (Frame frame = AvDrmFrame.read(descriptor, DrmFormat.NV12, 64, 32, FrameColor.UNSPECIFIED)) {
                assertThat(frame.buffers()).hasSize(1);
                assertThat(frame.layout().planes())
                        .containsExactly(new FramePlane(0, 0, 64), new FramePlane(0, 2048, 64));
            }
            assertThatThrownBy(() -> AvDrmFrame.read(descriptor, 64, 32, FrameColor.UNSPECIFIED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the descriptor has 2 layers, each with a format of its own: name the format of the "
                            + "whole picture");
        }
    }

    /** Of as many objects as descriptors, and one layer of NV12. */
    private static MemorySegment descriptor(DmaBuf... buffers) {
        MemorySegment descriptor = Arena.ofAuto().allocate(BYTES, Long.BYTES);
        descriptor.set(ValueLayout.JAVA_INT, 0, buffers.length);
        for (int i = 0; i < buffers.length; i++) {
            descriptor.set(ValueLayout.JAVA_INT, 8 + i * 24L, buffers[i].fd());
            descriptor.set(ValueLayout.JAVA_LONG, 16 + i * 24L, buffers[i].size());
        }
        descriptor.set(ValueLayout.JAVA_INT, 104, 1);
        layer(descriptor, 0, NV12, new FramePlane(0, 0, 64), new FramePlane(buffers.length - 1, 2048, 64));
        return descriptor;
    }

    private static void layer(MemorySegment descriptor, int index, int format, FramePlane... planes) {
        long layer = 112 + index * 104L;
        descriptor.set(ValueLayout.JAVA_INT, layer, format);
        descriptor.set(ValueLayout.JAVA_INT, layer + 4, planes.length);
        for (int i = 0; i < planes.length; i++) {
            descriptor.set(ValueLayout.JAVA_INT, layer + 8 + i * 24L, planes[i].buffer());
            descriptor.set(ValueLayout.JAVA_LONG, layer + 16 + i * 24L, planes[i].offset());
            descriptor.set(ValueLayout.JAVA_LONG, layer + 24 + i * 24L, planes[i].pitch());
        }
    }

    /** What FFmpeg, or who writes into its memory, could have wrong: a number at an offset. Nothing stays open after any. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | nb_objects of the descriptor is 0, but must be 1 to 4",
                "0 | 5 | nb_objects of the descriptor is 5, but must be 1 to 4",
                "104 | -1 | nb_layers of the descriptor is -1, but must be 1 to 4",
                "104 | 5 | nb_layers of the descriptor is 5, but must be 1 to 4",
                "116 | 0 | nb_planes of the descriptor is 0, but must be 1 to 4",
                "116 | 5 | nb_planes of the descriptor is 5, but must be 1 to 4",
                "116 | 1 | a picture in NV12 with modifier LINEAR has 2 planes, not 1",
                "112 | 1 | format 0x1 ('\\x01\\x00\\x00\\x00') is not a DRM format that this library knows; see the"
                        + " constants of DrmFormat",
                "144 | 2 | plane 1 lies in object 2, but the descriptor has 2 objects",
                "144 | -1 | plane 1 lies in object -1, but the descriptor has 2 objects",
                "144 | 0 | the planes of 64x32 NV12 LINEAR lie in 1 buffer, not in 2",
                "156 | -1 | plane 1 has offset -4294965248 and pitch 64: an offset must be 0 or more, and a pitch more"
                        + " than 0",
                "160 | 0 | plane 1 has offset 2048 and pitch 0: an offset must be 0 or more, and a pitch more than 0",
                "160 | 32 | plane 1: a pitch of 32 bytes is less than a row, which has 64",
                "152 | 4096 | plane 1 begins at offset 4096, beyond the end of its buffer of 4096 bytes",
                "152 | 4000 | plane 1 (16 rows 64 bytes apart, from offset 4000) ends at 5024, beyond the end of its"
                        + " buffer of 4096 bytes",
                "40 | 4097 | the descriptor states that object 1 has 4097 bytes, but its buffer has 4096",
                "44 | -1 | the descriptor states that object 1 has 18446744069414588416 bytes, but its buffer has 4096",
                "48 | 5 | object 0 has modifier LINEAR, but object 1 has NONE 0x5: a picture has one",
            })
    void aDescriptorThatIsWrongIsRefused(long offset, int value, String message) throws IOException {
        try (DmaBuf luma = pages(1);
                DmaBuf chroma = pages(1)) {
            MemorySegment descriptor = descriptor(luma, chroma);
            descriptor.set(ValueLayout.JAVA_INT, offset, value);
            assertThatThrownBy(() -> AvDrmFrame.read(descriptor, 64, 32, FrameColor.UNSPECIFIED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void anUnknownSizeIsNotCompared() throws IOException {
        try (DmaBuf buffer = pages(1)) {
            MemorySegment descriptor = descriptor(buffer);
            descriptor.set(ValueLayout.JAVA_LONG, 16, 0);
            try (Frame frame = AvDrmFrame.read(descriptor, 64, 32, FrameColor.UNSPECIFIED)) {
                assertThat(frame.buffers()).hasSize(1);
            }
        }
    }

    @Test
    void aDescriptorThatIsNotOpenIsRefusedAndTheOthersAreClosed() throws IOException {
        try (DmaBuf luma = pages(1);
                DmaBuf chroma = pages(1)) {
            MemorySegment descriptor = descriptor(luma, chroma);
            descriptor.set(ValueLayout.JAVA_INT, 32, 99_999);
            assertThatThrownBy(() -> AvDrmFrame.read(descriptor, 64, 32, FrameColor.UNSPECIFIED))
                    .isInstanceOf(DmaBufException.class)
                    .hasMessageContaining("fd 99999")
                    .hasMessageContaining("EBADF");
            assertThatThrownBy(() -> AvDrmFrame.read(descriptor.asSlice(0, BYTES - 8), 64, 32, FrameColor.UNSPECIFIED))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void coloursAreThoseOfH273() {
        assertThat(AvDrmFrame.color(1, 1, 1, 1)).isEqualTo(FrameColor.BT709);
        assertThat(AvDrmFrame.color(2, 2, 2, 0)).isEqualTo(FrameColor.UNSPECIFIED);
        assertThat(AvDrmFrame.color(1, 13, 0, 2).range()).isEqualTo(ColorRange.FULL);
        assertThatThrownBy(() -> AvDrmFrame.color(1, 1, 1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("color_range must be 0, 1 or 2, not 3");
    }
}
