// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.VKMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.examples.DisplayRun;
import io.github.dmabuf4j.examples.common.Program;
import io.github.dmabuf4j.examples.common.Size;
import io.github.dmabuf4j.examples.common.drm.Card;
import io.github.dmabuf4j.examples.common.drm.Mode;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_crtc;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The display example restores what another program showed before. */
@RealKernel
@Needs({VKMS, SYSTEM_HEAP})
class ScreenIT {
    private static final Ioctl GET_CRTC =
            new Ioctl("DRM_IOCTL_MODE_GETCRTC", Drm.DRM_IOCTL_MODE_GETCRTC(), drm_mode_crtc.layout());
    private static final MemoryLayout NOTHING = MemoryLayout.structLayout();
    private static final Ioctl DROP_MASTER = new Ioctl("DRM_IOCTL_DROP_MASTER", Drm.DRM_IOCTL_DROP_MASTER(), NOTHING);
    private static final Ioctl SET_MASTER = new Ioctl("DRM_IOCTL_SET_MASTER", Drm.DRM_IOCTL_SET_MASTER(), NOTHING);

    private static MemorySegment crtc(Card card) throws IOException {
        MemorySegment crtc = Arena.ofAuto().allocate(drm_mode_crtc.layout());
        drm_mode_crtc.crtc_id(crtc, card.output().crtc());
        card.device().ioctl(GET_CRTC, crtc);
        return crtc;
    }

    private static String run(int exitCode, String... arguments) {
        DisplayRun run = DisplayRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        return run.err();
    }

    @Test
    void theFormerPictureAndModeComeBack() throws IOException, InterruptedException {
        try (Card card = Card.open(Optional.empty());
                BufferAllocator heap = DmaHeap.open("system")) {
            Mode mode = Mode.choose(card.output().connector().modes(), Optional.of(new Size(800, 600)));
            try (Framebuffer frame = Framebuffer.allocate(heap, card.device(), mode);
                    Screen screen = Screen.open(card, mode, frame)) {
                assertThat(run(Program.UNUSABLE, "--frames", "1"))
                        .startsWith("display: DRM_IOCTL_MODE_SETCRTC on ")
                        .contains("Permission denied", "another program uses the display");
                card.device().ioctl(DROP_MASTER, MemorySegment.NULL);
                run(0, "--frames", "1", "--mode", "640x480");
                card.device().ioctl(SET_MASTER, MemorySegment.NULL);
                MemorySegment now = crtc(card);
                assertThat(drm_mode_crtc.fb_id(now)).isEqualTo(frame.id());
                assertThat(new Mode(drm_mode_crtc.mode(now))).hasToString(mode.toString());
                assertThat(screen.flip(frame)).isNotZero();
            }
            assertThat(drm_mode_crtc.mode_valid(crtc(card))).isZero();
        }
    }
}
