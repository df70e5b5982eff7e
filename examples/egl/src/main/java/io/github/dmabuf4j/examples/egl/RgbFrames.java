// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.examples.common.Png;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Pictures of RGB: from Java to OpenGL ES, and from OpenGL ES to Java. */
final class RgbFrames {
    /** Rows begin at multiples of a power of two. This one suits all common hardware. */
    private static final int PITCH_UNIT = 256;

    private final Stage stage;
    private final Options options;
    private final BufferedImage picture;
    private final int[] translucent;
    private final int[] opaque;

    RgbFrames(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
        picture = Picture.draw(stage.width(), stage.height());
        translucent = Picture.pixels(picture);
        opaque = Picture.opaque(translucent);
    }

    void run() throws IOException {
        drawFromBuffer(DrmFormat.XRGB8888, opaque);
        drawFromBuffer(DrmFormat.ARGB8888, translucent);
        try (Frame source = painted(DrmFormat.XRGB8888);
                EglImage image = EglImage.of(stage.display(), source);
                Texture texture = Texture.of(image)) {
            drawIntoBuffer(texture);
            exportTexture(texture);
        }
    }

    private Frame allocate(DrmFormat format) throws IOException {
        FrameLayout layout = FrameLayout.linear(format, stage.width(), stage.height(), PITCH_UNIT);
        return Frame.allocate(stage.allocator(), layout.withColor(FrameColor.SRGB));
    }

    /** Allocates a frame that Java draws the picture into. */
    private Frame painted(DrmFormat format) throws IOException {
        Frame frame = allocate(format);
        try {
            FrameImages.write(picture, frame);
            if (options.spoiled().isPresent()) {
                spoil(frame, options.spoiled().getAsInt());
            }
            return frame;
        } catch (Throwable failure) {
            try (frame) {
                throw failure;
            }
        }
    }

    /** Changes the lowest bit of blue, which comes first in memory. */
    private void spoil(Frame frame, int pixel) throws IOException {
        try (FrameAccess access = frame.access(Access.READ_WRITE)) {
            MemorySegment row = access.row(0, pixel / stage.width());
            long offset = (long) pixel % stage.width() * Integer.BYTES;
            row.set(JAVA_BYTE, offset, (byte) (row.get(JAVA_BYTE, offset) ^ 1));
        }
    }

    /** Java draws, OpenGL ES reads. The frame is closed before: the image keeps the memory. */
    private void drawFromBuffer(DrmFormat format, int... expected) throws IOException {
        Frame frame = painted(format);
        try (frame;
                EglImage image = EglImage.of(stage.display(), frame)) {
            String what = format + " of a heap as a texture";
            stage.report(what, frame);
            frame.close();
            try (Texture texture = Texture.of(image)) {
                int[] drawn = stage.drawn(stage.painter(), texture, stage.width(), stage.height());
                PixelCheck.same(what, stage.width(), expected, drawn);
            }
        }
    }

    /** OpenGL ES draws into a buffer of a heap, Java reads it in place. */
    private void drawIntoBuffer(Texture texture) throws IOException {
        try (Frame frame = allocate(DrmFormat.XRGB8888);
                EglImage image = EglImage.of(stage.display(), frame);
                Texture target = Texture.of(image)) {
            String what = frame.layout().format() + " of a heap as the target of drawing";
            stage.report(what, frame);
            drawMirrored(texture, target);
            check(what, Picture.pixels(FrameImages.read(frame)));
        }
    }

    /** OpenGL ES draws into a texture of its own, EGL exports it, Java reads it in place, and EGL imports it again. */
    private void exportTexture(Texture texture) throws IOException {
        try (Texture target = Texture.ofSize(stage.width(), stage.height())) {
            drawMirrored(texture, target);
            try (EglImage image = EglImage.of(stage.display(), target);
                    Frame frame = image.export(stage.width(), stage.height())) {
                String what = "a texture exported by EGL";
                stage.report(what, frame);
                check(what + " and imported again", drawAgain(frame));
                readInPlace(what, frame);
            }
        }
    }

    private int[] drawAgain(Frame frame) throws IOException {
        try (EglImage image = EglImage.of(stage.display(), frame);
                Texture texture = Texture.of(image)) {
            return stage.drawn(stage.painter(), texture, stage.width(), stage.height());
        }
    }

    /** A graphics card may have tiled it. */
    private void readInPlace(String what, Frame frame) throws IOException {
        if (!frame.layout().hasRows()) {
            stage.out().println("Java cannot read " + frame.layout().modifier() + ", OpenGL ES has read it again");
            return;
        }
        BufferedImage image = FrameImages.read(frame);
        check(what, Picture.pixels(image));
        if (options.out().isPresent()) {
            Png.write(image, options.out().get());
            stage.out().println("saved as " + options.out().get());
        }
    }

    private void drawMirrored(Texture texture, Texture target) throws IOException {
        try (Canvas canvas = new Canvas(target, stage.width(), stage.height())) {
            stage.painter().draw(texture, true);
            check("glReadPixels", canvas.read());
        }
    }

    private void check(String what, int... pixels) throws IOException {
        int[] expected = Picture.mirrored(stage.width(), opaque);
        PixelCheck.same(what, stage.width(), expected, Picture.opaque(pixels));
    }
}
