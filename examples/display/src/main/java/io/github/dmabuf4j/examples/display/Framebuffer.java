// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.examples.common.Picture;
import io.github.dmabuf4j.examples.common.drm.Mode;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePixels;
import io.github.dmabuf4j.frame.interop.DrmFramebuffer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A frame in a DMA-BUF, which a card can scan out. */
final class Framebuffer implements AutoCloseable {
    private static final Ioctl REMOVE_FB = new Ioctl("DRM_IOCTL_MODE_RMFB", Drm.DRM_IOCTL_MODE_RMFB(), JAVA_INT);

    /** Display hardware requires rows to begin at multiples of a power of two. This one suits all common hardware. */
    private static final int PITCH_UNIT = 256;

    private final Device card;
    private final Frame frame;
    private final FramePixels pixels;
    private int id;

    private Framebuffer(Device card, Frame frame) {
        this.card = card;
        this.frame = frame;
        this.pixels = FramePixels.of(frame.layout());
    }

    /** Allocates a black frame. */
    static Framebuffer allocate(BufferAllocator allocator, Device card, Mode mode) throws IOException {
        FrameLayout layout = FrameLayout.linear(DrmFormat.XRGB8888, mode.width(), mode.height(), PITCH_UNIT);
        Framebuffer framebuffer = new Framebuffer(card, Frame.allocate(allocator, layout));
        // The framebuffer has its own reference to the imported buffer.
        try (ImportedBuffer imported = ImportedBuffer.of(card, framebuffer.frame.buffer(0))) {
            framebuffer.add(imported);
            return framebuffer;
        } catch (Throwable thrown) {
            try (framebuffer) {
                throw thrown;
            }
        }
    }

    private void add(ImportedBuffer imported) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment command = DrmFramebuffer.command(frame.layout(), arena, imported.handle());
            card.ioctl(DrmFramebuffer.ADD, command);
            id = DrmFramebuffer.id(command);
        }
    }

    /** The card's id of the framebuffer. */
    int id() {
        return id;
    }

    /** Draws a picture. {@code spoil} makes its first pixel slightly wrong. */
    void draw(Picture picture, boolean spoil) throws IOException {
        int[] row = new int[frame.layout().width()];
        try (FrameAccess access = frame.access(Access.WRITE)) {
            for (int y = 0; y < frame.layout().height(); y++) {
                picture.row(y, row);
                row[0] ^= spoil && y == 0 ? 1 : 0;
                pixels.writeRow(access, y, row);
            }
        }
    }

    /** Reads the picture back from the buffer. */
    BufferedImage read() throws IOException {
        return FrameImages.read(frame);
    }

    @Override
    public String toString() {
        return frame.buffer(0).size() + " bytes ("
                + frame.layout().planes().getFirst().pitch() + " per row)";
    }

    @Override
    public void close() throws IOException {
        try (frame;
                Arena arena = Arena.ofConfined()) {
            if (id != 0) {
                card.ioctl(REMOVE_FB, arena.allocateFrom(JAVA_INT, id));
            }
        }
    }
}
