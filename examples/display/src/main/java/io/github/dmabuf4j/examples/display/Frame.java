// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.CpuAccess;
import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.examples.common.Picture;
import io.github.dmabuf4j.examples.common.drm.Mode;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_mode_fb_cmd2;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A DMA-BUF with one picture, which a card can scan out. */
final class Frame implements AutoCloseable {
    private static final Ioctl ADD_FB =
            new Ioctl("DRM_IOCTL_MODE_ADDFB2", Drm.DRM_IOCTL_MODE_ADDFB2(), drm_mode_fb_cmd2.layout());
    private static final Ioctl REMOVE_FB = new Ioctl("DRM_IOCTL_MODE_RMFB", Drm.DRM_IOCTL_MODE_RMFB(), JAVA_INT);

    /** A pixel of XRGB8888, which is little-endian on every machine: blue comes first in memory. */
    private static final ValueLayout.OfInt PIXEL = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Display hardware requires rows to begin at multiples of a power of two. This one suits all common hardware. */
    private static final int PITCH_UNIT = 256;

    private final Device card;
    private final int width;
    private final int height;
    private final int pitch;
    private final DmaBuf buffer;
    private int framebuffer;

    private Frame(BufferAllocator allocator, Device card, Mode mode) throws IOException {
        this.card = card;
        this.width = mode.width();
        this.height = mode.height();
        this.pitch = Math.ceilDiv(width * Integer.BYTES, PITCH_UNIT) * PITCH_UNIT;
        this.buffer = allocator.allocate((long) pitch * height);
    }

    /** Allocates a black frame. */
    static Frame allocate(BufferAllocator allocator, Device card, Mode mode) throws IOException {
        Frame frame = new Frame(allocator, card, mode);
        // The framebuffer has its own reference to the imported buffer.
        try (ImportedBuffer imported = ImportedBuffer.of(card, frame.buffer)) {
            frame.addFramebuffer(imported);
            return frame;
        } catch (Throwable thrown) {
            try (frame) {
                throw thrown;
            }
        }
    }

    private void addFramebuffer(ImportedBuffer imported) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment command = arena.allocate(drm_mode_fb_cmd2.layout());
            drm_mode_fb_cmd2.width(command, width);
            drm_mode_fb_cmd2.height(command, height);
            drm_mode_fb_cmd2.pixel_format(command, Drm.DRM_FORMAT_XRGB8888());
            // jextract 22's setters with an index write to the start of the structure, so they are not used.
            drm_mode_fb_cmd2.handles(command).setAtIndex(JAVA_INT, 0, imported.handle());
            drm_mode_fb_cmd2.pitches(command).setAtIndex(JAVA_INT, 0, pitch);
            card.ioctl(ADD_FB, command);
            framebuffer = drm_mode_fb_cmd2.fb_id(command);
        }
    }

    /** The card's id of the framebuffer. */
    int framebuffer() {
        return framebuffer;
    }

    /** Draws a picture. {@code spoil} makes its first pixel slightly wrong. */
    void draw(Picture picture, boolean spoil) throws IOException {
        int[] row = new int[width];
        try (CpuAccess access = buffer.access(Access.WRITE)) {
            for (int y = 0; y < height; y++) {
                picture.row(y, row);
                row[0] ^= spoil && y == 0 ? 1 : 0;
                MemorySegment.copy(row, 0, access.segment(), PIXEL, (long) y * pitch, width);
            }
        }
    }

    /** Reads the picture back from the buffer. */
    BufferedImage read() throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        try (CpuAccess access = buffer.access(Access.READ)) {
            for (int y = 0; y < height; y++) {
                MemorySegment.copy(access.segment(), PIXEL, (long) y * pitch, row, 0, width);
                image.setRGB(0, y, width, 1, row, 0, width);
            }
        }
        return image;
    }

    @Override
    public String toString() {
        return buffer.size() + " bytes (" + pitch + " per row)";
    }

    @Override
    public void close() throws IOException {
        try (buffer;
                Arena arena = Arena.ofConfined()) {
            if (framebuffer != 0) {
                card.ioctl(REMOVE_FB, arena.allocateFrom(JAVA_INT, framebuffer));
            }
        }
    }
}
