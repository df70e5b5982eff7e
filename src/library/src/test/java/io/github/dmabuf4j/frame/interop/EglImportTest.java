// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.DmaBuf;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(UnchangedDescriptors.class)
class EglImportTest {
    private static final int XR24 = 0x34325258;
    private static final int NV12 = 0x3231564e;

    /** The vendor is in the high half, and the low half is negative as an int. */
    private static final Modifier TILED = new Modifier(0x0100_0000_8000_0001L);

    private static DmaBuf buffer(long bytes) throws IOException {
        StandIn.allow();
        return DmaBuf.adopt(StandIn.create(bytes));
    }

    private static FrameLayout layout(Modifier modifier, FramePlane... planes) {
        DrmFormat format = planes.length == 1 ? DrmFormat.XRGB8888 : DrmFormat.NV12;
        return new FrameLayout(16, 8, format, modifier, List.of(planes), FrameColor.UNSPECIFIED);
    }

    @Test
    void aLinearPictureHasItsModifier() throws IOException {
        try (Frame frame = Frame.owning(layout(Modifier.LINEAR, new FramePlane(0, 256, 64)), List.of(buffer(4096)));
                EglImport source = EglImport.of(frame)) {
            int fd = frame.buffer(0).fd();
            assertThat(source.attributes())
                    .containsExactly(
                            0x3057, 16, 0x3056, 8, 0x3271, XR24, 0x3272, fd, 0x3273, 256, 0x3274, 64, 0x3443, 0, 0x3444,
                            0, 0x3038);
            try (EglImport without = EglImport.withoutModifier(frame)) {
                assertThat(without.attributes())
                        .containsExactly(
                                0x3057, 16, 0x3056, 8, 0x3271, XR24, 0x3272, fd, 0x3273, 256, 0x3274, 64, 0x3038);
            }
        }
    }

    @Test
    void aModifierThatIsNotStatedIsLeftOut() throws IOException {
        FrameLayout layout = layout(Modifier.INVALID, new FramePlane(0, 0, 16), new FramePlane(1, 512, 32));
        try (Frame frame = Frame.owning(layout, List.of(buffer(4096), buffer(4096)));
                EglImport source = EglImport.of(frame)) {
            int luma = frame.buffer(0).fd();
            int chroma = frame.buffer(1).fd();
            assertThat(source.attributes())
                    .containsExactly(
                            0x3057, 16, 0x3056, 8, 0x3271, NV12, 0x3272, luma, 0x3273, 0, 0x3274, 16, 0x3275, chroma,
                            0x3276, 512, 0x3277, 32, 0x3038);
        }
    }

    /** The attributes of the fourth plane are those of another extension. */
    @Test
    void fourPlanesAndTheHalvesOfAModifier() throws IOException {
        FramePlane[] planes = new FramePlane[4];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = new FramePlane(0, 1024L * i, 64 + i);
        }
        try (Frame frame = Frame.owning(layout(TILED, planes), List.of(buffer(4096)));
                EglImport source = EglImport.of(frame)) {
            int fd = frame.buffer(0).fd();
            int low = 0x8000_0001;
            int high = 0x0100_0000;
            assertThat(source.attributes())
                    .containsExactly(
                            0x3057, 16, 0x3056, 8, 0x3271, NV12, //
                            0x3272, fd, 0x3273, 0, 0x3274, 64, 0x3443, low, 0x3444, high, //
                            0x3275, fd, 0x3276, 1024, 0x3277, 65, 0x3445, low, 0x3446, high, //
                            0x3278, fd, 0x3279, 2048, 0x327A, 66, 0x3447, low, 0x3448, high, //
                            0x3440, fd, 0x3441, 3072, 0x3442, 67, 0x3449, low, 0x344A, high, //
                            0x3038);
            assertThat(source.attribs()).hasSize(source.attributes().length).contains(0x8000_0001L, 0x3449L);
            assertThatThrownBy(() -> EglImport.withoutModifier(frame))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a frame with modifier " + TILED + " cannot be described without it");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, LIMITED, 0x3280, 0x3283",
        "5, FULL, 0x327F, 0x3282",
        "6, UNSPECIFIED, 0x327F, 0",
        "9, LIMITED, 0x3281, 0x3283",
        "2, UNSPECIFIED, 0, 0"
    })
    void colourBecomesHints(int matrix, ColorRange range, int space, int sampleRange) throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, 16, 8).withColor(new FrameColor(2, 2, matrix, range));
        try (Frame frame = Frame.owning(layout, List.of(buffer(4096)));
                EglImport source = EglImport.of(frame)) {
            assertThat(valueOf(0x327B, source.attributes())).isEqualTo(space);
            assertThat(valueOf(0x327C, source.attributes())).isEqualTo(sampleRange);
        }
    }

    @Test
    void rgbHasNoHints() throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 16, 8).withColor(FrameColor.BT709);
        try (Frame frame = Frame.owning(layout, List.of(buffer(4096)));
                EglImport source = EglImport.of(frame)) {
            assertThat(source.attributes()).doesNotContain(0x327B, 0x327C);
        }
    }

    private static int valueOf(int attribute, int... attributes) {
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            if (attributes[i] == attribute) {
                return attributes[i + 1];
            }
        }
        return 0;
    }

    @Test
    void theDescriptorIsHeldWhileEglMayUseIt() throws IOException {
        Frame frame = Frame.owning(FrameLayout.linear(DrmFormat.XRGB8888, 16, 8), List.of(buffer(4096)));
        int fd = frame.buffer(0).fd();
        EglImport source = EglImport.of(frame);
        frame.close();
        assertThat(OpenFiles.ofThisProcess()).containsKey(fd);
        assertThat(source.attributes()).contains(fd);
        source.close();
        source.close();
        assertThat(OpenFiles.ofThisProcess()).doesNotContainKey(fd);
        assertThatThrownBy(source::attributes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("these attributes are closed: their descriptors may stand for other files");
        assertThatThrownBy(source::attribs).isInstanceOf(IllegalStateException.class);
    }

    /** A close of a buffer would wait for a hold that is left. */
    @Test
    void nothingIsHeldAfterAFailure() throws IOException {
        FrameLayout two = layout(Modifier.LINEAR, new FramePlane(0, 0, 16), new FramePlane(1, 0, 16));
        try (Frame frame = Frame.owning(two, List.of(buffer(4096), buffer(4096)))) {
            frame.buffer(1).close();
            assertThatThrownBy(() -> EglImport.of(frame)).isInstanceOf(IllegalStateException.class);
            assertIsNotHeld(frame);
        }
    }

    @Test
    void whatEglCannotRepresentIsNamed() throws IOException {
        long far = 1L << 31;
        FrameLayout layout = layout(Modifier.LINEAR, new FramePlane(0, 0, 16), new FramePlane(0, far, 16));
        try (Frame frame = Frame.owning(layout, List.of(buffer(far + 4096)))) {
            assertThatThrownBy(() -> EglImport.of(frame))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("plane 1 has the offset 2147483648, but EGL takes at most 2147483647 bytes");
            assertIsNotHeld(frame);
        }
        FrameLayout wide = layout(TILED, new FramePlane(0, 0, far));
        try (Frame frame = Frame.owning(wide, List.of(buffer(4096)))) {
            assertThatThrownBy(() -> EglImport.of(frame))
                    .hasMessage("plane 0 has the pitch 2147483648, but EGL takes at most 2147483647 bytes");
            assertIsNotHeld(frame);
        }
    }

    private static void assertIsNotHeld(Frame frame) throws IOException {
        int fd = frame.buffer(0).fd();
        frame.close();
        assertThat(OpenFiles.ofThisProcess()).doesNotContainKey(fd);
    }
}
