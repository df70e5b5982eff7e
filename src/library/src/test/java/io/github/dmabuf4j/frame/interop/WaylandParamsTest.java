// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dmabuf4j.DmaBuf;
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
class WaylandParamsTest {
    private static final int NV12 = 0x3231564e;

    /** Both halves differ, and the lower one is negative as an int. */
    private static final Modifier TILED = new Modifier(0x0100_0000_8000_0001L);

    private static DmaBuf buffer(long bytes) throws IOException {
        StandIn.allow();
        return DmaBuf.adopt(StandIn.create(bytes));
    }

    private static FrameLayout nv12(Modifier modifier, FramePlane... planes) {
        return new FrameLayout(16, 8, DrmFormat.NV12, modifier, List.of(planes), FrameColor.UNSPECIFIED);
    }

    @Test
    void eachPlaneHasTheDescriptorOfItsBuffer() throws IOException {
        FrameLayout layout = nv12(TILED, new FramePlane(0, 256, 64), new FramePlane(1, 0, 32));
        try (Frame frame = Frame.owning(layout, List.of(buffer(4096), buffer(4096)));
                WaylandParams params = WaylandParams.of(frame)) {
            assertThat(params.planes())
                    .containsExactly(
                            new WaylandParams.Plane(frame.buffer(0).fd(), 0, 256, 64, 0x0100_0000, 0x8000_0001),
                            new WaylandParams.Plane(frame.buffer(1).fd(), 1, 0, 32, 0x0100_0000, 0x8000_0001));
            assertThat(params.width()).isEqualTo(16);
            assertThat(params.height()).isEqualTo(8);
            assertThat(params.format()).isEqualTo(NV12);
            assertThat(params).hasToString("WaylandParams[" + layout + "]");
        }
    }

    /** A compositor without modifiers offers INVALID, which has the bits 0x00ffffff_ffffffff; LINEAR is 0. */
    @Test
    void theModifierIsTheFramesOwnUnlessAnotherIsGiven() throws IOException {
        try (Frame frame = Frame.owning(FrameLayout.linear(DrmFormat.XRGB8888, 16, 8), List.of(buffer(4096)))) {
            int fd = frame.buffer(0).fd();
            try (WaylandParams own = WaylandParams.of(frame);
                    WaylandParams unstated = WaylandParams.of(frame, Modifier.INVALID)) {
                assertThat(own.planes()).containsExactly(new WaylandParams.Plane(fd, 0, 0, 64, 0, 0));
                assertThat(unstated.planes()).containsExactly(new WaylandParams.Plane(fd, 0, 0, 64, 0x00ff_ffff, -1));
            }
        }
    }

    @Test
    void anArrangementThatIsNotTheFramesIsRefused() throws IOException {
        try (Frame linear = Frame.owning(FrameLayout.linear(DrmFormat.XRGB8888, 16, 8), List.of(buffer(4096)));
                Frame tiled = Frame.owning(
                        nv12(TILED, new FramePlane(0, 0, 64), new FramePlane(0, 0, 64)), List.of(buffer(4096)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WaylandParams.of(linear, TILED))
                    .withMessage("a frame with modifier LINEAR cannot be described with " + TILED
                            + ": the compositor would read the pixels in another arrangement");
            assertThatIllegalArgumentException().isThrownBy(() -> WaylandParams.of(tiled, Modifier.INVALID));
            assertThatIllegalArgumentException().isThrownBy(() -> WaylandParams.of(tiled, Modifier.LINEAR));
        }
    }

    @Test
    void theDescriptorStaysOpenUntilTheParametersAreClosed() throws IOException {
        DmaBuf buffer = buffer(4096);
        Frame frame = Frame.owning(FrameLayout.linear(DrmFormat.XRGB8888, 16, 8), List.of(buffer));
        WaylandParams params = WaylandParams.of(frame);
        int fd = params.planes().get(0).fd();
        frame.close();
        assertThat(OpenFiles.ofThisProcess()).containsKey(fd);
        params.close();
        params.close();
        assertThat(OpenFiles.ofThisProcess()).doesNotContainKey(fd);
        assertThatIllegalStateException()
                .isThrownBy(params::planes)
                .withMessage("these parameters are closed: their descriptors may stand for other files");
        assertThatIllegalStateException().isThrownBy(() -> WaylandParams.of(frame));
    }

    @Test
    void nothingIsHeldAfterAFailure() throws IOException {
        FrameLayout layout = nv12(Modifier.LINEAR, new FramePlane(0, 0, 16), new FramePlane(1, 0, 16));
        try (Frame frame = Frame.owning(layout, List.of(buffer(4096), buffer(4096)))) {
            frame.buffer(1).close();
            assertThatIllegalStateException().isThrownBy(() -> WaylandParams.of(frame));
            assertIsNotHeld(frame);
        }
    }

    private static void assertIsNotHeld(Frame frame) throws IOException {
        int fd = frame.buffer(0).fd();
        frame.close();
        assertThat(OpenFiles.ofThisProcess()).doesNotContainKey(fd);
    }

    /** 0xffffffff is the most that a uint holds. Stand-ins are sparse, so a buffer beyond 4 GiB costs nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        4294967295 |         64 |
        4294967296 |         64 | plane 1: the offset 4294967296 is more than the 32 bits of the Wayland protocol can hold
        0          | 4294967295 |
        """)
    void whatDoesNotFitIntoTheProtocolNamesThePlane(long offset, long pitch, String problem) throws IOException {
        FrameLayout layout = nv12(Modifier.LINEAR, new FramePlane(0, 0, 16), new FramePlane(1, offset, pitch));
        try (Frame frame = Frame.owning(layout, List.of(buffer(4096), buffer(offset + 4 * pitch + 4096)))) {
            if (problem == null) {
                try (WaylandParams params = WaylandParams.of(frame)) {
                    assertThat(params.planes().get(1).offset()).isEqualTo((int) offset);
                    assertThat(params.planes().get(1).stride()).isEqualTo((int) pitch);
                }
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> WaylandParams.of(frame))
                        .withMessage(problem);
            }
        }
    }
}
