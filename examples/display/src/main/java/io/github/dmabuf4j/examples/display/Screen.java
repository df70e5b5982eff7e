// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.drm.Card;
import io.github.dmabuf4j.examples.common.drm.Mode;
import io.github.dmabuf4j.examples.common.drm.Output;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_event;
import io.github.dmabuf4j.examples.common.drm.gen.drm_event_vblank;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_crtc;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_crtc_page_flip;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** A display in a mode that this program has set. Closing it restores the former state. */
final class Screen implements AutoCloseable {
    private static final Ioctl GET_CRTC =
            new Ioctl("DRM_IOCTL_MODE_GETCRTC", Drm.DRM_IOCTL_MODE_GETCRTC(), drm_mode_crtc.layout());
    private static final Ioctl SET_CRTC =
            new Ioctl("DRM_IOCTL_MODE_SETCRTC", Drm.DRM_IOCTL_MODE_SETCRTC(), drm_mode_crtc.layout());
    private static final Ioctl PAGE_FLIP =
            new Ioctl("DRM_IOCTL_MODE_PAGE_FLIP", Drm.DRM_IOCTL_MODE_PAGE_FLIP(), drm_mode_crtc_page_flip.layout());

    private static final Duration FLIP_TIMEOUT = Duration.ofSeconds(20);

    private final Device card;
    private final Output output;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment former = arena.allocate(drm_mode_crtc.layout());
    private final MemorySegment event = arena.allocate(drm_event_vblank.layout());

    private Screen(Card card) {
        this.card = card.device();
        this.output = card.output();
    }

    /** Sets the mode and shows this frame. */
    static Screen open(Card card, Mode mode, Framebuffer frame) throws IOException {
        Screen screen = new Screen(card);
        try {
            screen.readFormer();
            screen.set(mode, frame);
            return screen;
        } catch (Throwable thrown) {
            screen.arena.close();
            throw thrown;
        }
    }

    private void readFormer() throws IOException {
        drm_mode_crtc.crtc_id(former, output.crtc());
        card.ioctl(GET_CRTC, former);
    }

    private void set(Mode mode, Framebuffer frame) throws IOException {
        MemorySegment crtc = arena.allocate(drm_mode_crtc.layout());
        drm_mode_crtc.crtc_id(crtc, output.crtc());
        drm_mode_crtc.fb_id(crtc, frame.id());
        drm_mode_crtc.mode(crtc, mode.info());
        drm_mode_crtc.mode_valid(crtc, 1);
        try {
            setWithConnector(crtc);
        } catch (DmaBufException refusal) {
            // The driver's refusal to all but the master of the display.
            throw refusal.errno() == Errno.EACCES || refusal.errno() == Errno.EPERM
                    ? Failure.cannot(
                            refusal.getMessage() + ": another program uses the display; end it, or use a text console")
                    : refusal;
        }
    }

    private void setWithConnector(MemorySegment crtc) throws IOException {
        MemorySegment connector =
                arena.allocateFrom(JAVA_INT, output.connector().id());
        drm_mode_crtc.set_connectors_ptr(crtc, connector.address());
        drm_mode_crtc.count_connectors(crtc, 1);
        card.ioctl(SET_CRTC, crtc);
    }

    /** Shows this frame from the next refresh on. Waits for that refresh and returns its number. */
    int flip(Framebuffer frame) throws IOException, InterruptedException {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment flip = scratch.allocate(drm_mode_crtc_page_flip.layout());
            drm_mode_crtc_page_flip.crtc_id(flip, output.crtc());
            drm_mode_crtc_page_flip.fb_id(flip, frame.id());
            drm_mode_crtc_page_flip.flags(flip, Drm.DRM_MODE_PAGE_FLIP_EVENT());
            card.ioctl(PAGE_FLIP, flip);
        }
        return awaitFlip();
    }

    private int awaitFlip() throws IOException, InterruptedException {
        while (card.awaitReadable(FLIP_TIMEOUT)) {
            // The kernel returns only whole events, and there is room for one.
            card.read(event);
            if (drm_event.type(drm_event_vblank.base(event)) == Drm.DRM_EVENT_FLIP_COMPLETE()) {
                return drm_event_vblank.sequence(event);
            }
        }
        throw new IOException("no page flip on " + card + " within " + FLIP_TIMEOUT.toSeconds() + " s");
    }

    @Override
    public void close() throws IOException {
        try (arena) {
            if (drm_mode_crtc.mode_valid(former) != 0 && drm_mode_crtc.fb_id(former) != 0) {
                setWithConnector(former);
            } else {
                switchOff();
            }
        }
    }

    private void switchOff() throws IOException {
        MemorySegment off = arena.allocate(drm_mode_crtc.layout());
        drm_mode_crtc.crtc_id(off, output.crtc());
        card.ioctl(SET_CRTC, off);
    }
}
