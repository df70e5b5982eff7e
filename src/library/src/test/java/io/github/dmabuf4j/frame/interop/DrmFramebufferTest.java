// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrmFramebufferTest {
    /** The words of struct drm_mode_fb_cmd2: id, width, height, format, flags, 4 handles, 4 pitches, 4 offsets, (padding), 4 modifiers. */
    private static final int WORDS = 26;

    private static final int MODIFIERS = 2;

    private final Arena arena = Arena.ofAuto();

    private int[] words(FrameLayout layout, int... handles) {
        MemorySegment command = DrmFramebuffer.command(layout, arena, handles);
        assertThat(command.byteSize()).isEqualTo(WORDS * Integer.BYTES);
        return command.toArray(ValueLayout.JAVA_INT);
    }

    private static FrameLayout nv12(Modifier modifier, FramePlane luma, FramePlane chroma) {
        return new FrameLayout(64, 32, DrmFormat.NV12, modifier, List.of(luma, chroma), FrameColor.UNSPECIFIED);
    }

    @Test
    void aLinearFrameOfOneBufferHasItsHandleForEachPlane() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.NV12, 64, 32, 256);

        assertThat(words(layout, 7))
                .containsExactly(
                        0,
                        64,
                        32,
                        0x3231564e,
                        MODIFIERS,
                        7,
                        7,
                        0,
                        0,
                        256,
                        256,
                        0,
                        0,
                        0,
                        8192,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0);
    }

    @Test
    void aModifierIsThatOfEachPlane() {
        Modifier tiled = new Modifier(0x0100_0000_0000_0002L);
        FrameLayout layout = nv12(tiled, new FramePlane(0, 0, 128), new FramePlane(1, 64, 128));

        assertThat(words(layout, 3, 4))
                .containsExactly(
                        0,
                        64,
                        32,
                        0x3231564e,
                        MODIFIERS,
                        3,
                        4,
                        0,
                        0,
                        128,
                        128,
                        0,
                        0,
                        0,
                        64,
                        0,
                        0,
                        0,
                        2,
                        0x01000000,
                        2,
                        0x01000000,
                        0,
                        0,
                        0,
                        0);
    }

    @Test
    void aModifierThatIsNotStatedIsLeftOut() {
        FrameLayout layout = nv12(Modifier.INVALID, new FramePlane(0, 0, 64), new FramePlane(0, 2048, 64));

        assertThat(words(layout, 9))
                .containsExactly(
                        0, 64, 32, 0x3231564e, 0, 9, 9, 0, 0, 64, 64, 0, 0, 0, 2048, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void numbersOf32BitsHaveNoSign() {
        FrameLayout layout =
                nv12(Modifier.LINEAR, new FramePlane(0, 0, 0xffff_ffffL), new FramePlane(0, 0xffff_ffffL, 64));

        int[] words = words(layout, 1);
        assertThat(words[9]).isEqualTo(-1);
        assertThat(words[14]).isEqualTo(-1);
    }

    @Test
    void whatIsAllocatedNeedNotBeZeroed() {
        MemorySegment dirty = arena.allocate(WORDS * Integer.BYTES, Long.BYTES).fill((byte) -1);
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 16, 16);

        MemorySegment command = DrmFramebuffer.command(layout, SegmentAllocator.prefixAllocator(dirty), 5);
        assertThat(command.toArray(ValueLayout.JAVA_INT)).isEqualTo(words(layout, 5));
        assertThat(DrmFramebuffer.id(command)).isZero();
    }

    @Test
    void theIdIsWhatTheKernelWroteFirst() {
        MemorySegment command = DrmFramebuffer.command(FrameLayout.linear(DrmFormat.XRGB8888, 16, 16), arena, 5);
        command.set(ValueLayout.JAVA_INT, 0, 77);

        assertThat(DrmFramebuffer.id(command)).isEqualTo(77);
    }

    @Test
    void anOffsetBeyond32BitsNamesThePlane() {
        FrameLayout layout = nv12(Modifier.LINEAR, new FramePlane(0, 0, 64), new FramePlane(0, 0x1_0000_0000L, 64));

        assertThatThrownBy(() -> DrmFramebuffer.command(layout, arena, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plane 1 begins at offset 4294967296, but DRM_IOCTL_MODE_ADDFB2 takes at most 4294967295");
    }

    @Test
    void handlesThatDoNotFitAreRefused() {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, 16, 16);

        assertThatThrownBy(() -> DrmFramebuffer.command(layout, arena, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("give a handle for each buffer of the layout: 1, not 2");
        assertThatThrownBy(() -> DrmFramebuffer.command(layout, arena, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the handle of buffer 0 is 0, which stands for no buffer");
    }
}
