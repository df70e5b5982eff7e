// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FrameLayoutTest {
    private static final Modifier TILED = new Modifier(0x0100_0000_0000_0001L);

    @Test
    void aPackedFormatHasOnePlane() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 641, 480, 256);
        assertThat(layout.planes()).containsExactly(new FramePlane(0, 0, 2816));
        assertThat(layout.bufferBytes(0)).isEqualTo(2816L * 480);
        assertThat(layout).hasToString("641x480 XRGB8888 LINEAR");
        assertThat(layout.buffers()).isOne();
    }

    @Test
    void planesFollowEachOther() {
        assertThat(FrameLayout.linear(DrmFormat.NV12, 640, 480).planes())
                .containsExactly(new FramePlane(0, 0, 640), new FramePlane(0, 640 * 480, 640));
        assertThat(FrameLayout.linear(DrmFormat.YUV420, 1000, 3, 64).planes())
                .containsExactly(
                        new FramePlane(0, 0, 1024), new FramePlane(0, 3072, 512), new FramePlane(0, 4096, 512));
    }

    @Test
    void anOddWidthHasAllItsChroma() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, 5, 3);
        assertThat(layout.planes()).containsExactly(new FramePlane(0, 0, 5), new FramePlane(0, 15, 6));
        assertThat(layout.bufferBytes(0)).isEqualTo(15 + 12);
    }

    @Test
    void pitchesOfAnyAlignment() {
        assertThat(FrameLayout.linear(DrmFormat.RGB888, 5, 1, 7)
                        .planes()
                        .getFirst()
                        .pitch())
                .isEqualTo(21);
    }

    @Test
    void moreThanFourGibibytes() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 40_000, 40_000);
        assertThat(layout.bufferBytes(0)).isEqualTo(6_400_000_000L);
    }

    @Test
    void eachBufferHasItsPlanes() {
        List<FramePlane> planes = List.of(new FramePlane(1, 64, 16), new FramePlane(0, 0, 32));
        FrameLayout layout = new FrameLayout(16, 8, DrmFormat.NV12, Modifier.LINEAR, planes, FrameColor.BT601);
        assertThat(layout.buffers()).isEqualTo(2);
        assertThat(layout.bufferBytes(1)).isEqualTo(64 + 8 * 16);
        assertThat(layout.bufferBytes(0)).isEqualTo(4 * 32);
        assertThatThrownBy(() -> layout.bufferBytes(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aModifierMayAddPlanesAndHasNoRows() {
        List<FramePlane> planes = List.of(new FramePlane(0, 0, 1), new FramePlane(0, 4096, 1));
        FrameLayout layout = new FrameLayout(64, 64, DrmFormat.XRGB8888, TILED, planes, FrameColor.UNSPECIFIED);
        assertThat(layout.hasRows()).isFalse();
        assertThat(layout.bufferBytes(0)).isEqualTo(4096);
        assertThat(layout).hasToString("64x64 XRGB8888 I915_X_TILED");
    }

    @Test
    void whatIsNotStatedIsTakenAsRows() {
        FrameLayout layout = with(Modifier.INVALID, new FramePlane(0, 0, 64));
        assertThat(layout.hasRows()).isTrue();
        assertThat(layout.modifier().isLinear()).isFalse();
    }

    private static FrameLayout with(Modifier modifier, FramePlane... planes) {
        return new FrameLayout(16, 8, DrmFormat.XRGB8888, modifier, List.of(planes), FrameColor.UNSPECIFIED);
    }

    private static FramePlane plane() {
        return new FramePlane(0, 0, 64);
    }

    @Test
    void badLayoutsAreNamed() {
        refused(() -> with(Modifier.LINEAR), "a picture in XRGB8888 with modifier LINEAR has 1 plane, not 0");
        refused(
                () -> with(Modifier.INVALID, plane(), plane()),
                "a picture in XRGB8888 with modifier INVALID has 1 plane, not 2");
        refused(
                () -> with(TILED, plane(), plane(), plane(), plane(), plane()),
                "a picture in XRGB8888 with modifier I915_X_TILED has 1 to 4 planes, not 5");
        refused(
                () -> with(Modifier.LINEAR, new FramePlane(0, 0, 63)),
                "plane 0: a pitch of 63 bytes is less than a row, which has 64");
        refused(
                () -> with(TILED, new FramePlane(0, 0, 64), new FramePlane(2, 0, 64)),
                "no plane lies in buffer 1 of 3: number the buffers of the planes from 0 without gaps");
        refused(
                () -> FrameLayout.linear(DrmFormat.NV12, 0, 8),
                "the width and the height of a picture must be at least 1 pixel, not 0x8");
        refused(
                () -> FrameLayout.linear(DrmFormat.NV12, 8, 8, 0),
                "the alignment of a pitch must be at least 1 byte, not 0");
        refused(
                () -> FrameLayout.linear(DrmFormat.YUV420_8BIT, 8, 8),
                "YUV420_8BIT has no linear layout: it needs the modifier of a vendor");
        refused(
                () -> FrameLayout.linear(DrmFormat.XRGB8888, Integer.MAX_VALUE, 1),
                "the pitch of a plane must be 1 to 4294967295 bytes, not 8589934588");
    }

    @Test
    void badPlanesAreNamed() {
        refused(() -> new FramePlane(-1, 0, 1), "the index of a buffer must be 0 or more, not -1");
        refused(() -> new FramePlane(0, -4, 1), "the offset of a plane must be 0 to 4611686018427387903, not -4");
        refused(() -> new FramePlane(0, 0, 0), "the pitch of a plane must be 1 to 4294967295 bytes, not 0");
        refused(
                () -> new FrameColor(1, 256, 1, ColorRange.FULL),
                "transfer characteristics must be a code point of H.273, 0 to 255, not 256");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void theColoursCanBeStatedLater() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, 8, 8).withColor(FrameColor.BT709);
        assertThat(layout.color()).isEqualTo(FrameColor.BT709);
        assertThat(layout.withColor(FrameColor.UNSPECIFIED)).isEqualTo(FrameLayout.linear(DrmFormat.NV12, 8, 8));
    }
}
