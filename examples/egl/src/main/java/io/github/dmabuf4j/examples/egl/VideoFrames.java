// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameColor;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.FramePlane;
import io.github.dmabuf4j.frame.Modifier;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Pictures of video: as external textures, which the driver converts to RGB, plane by plane, and converted by a shader. */
final class VideoFrames {
    private static final int PITCH_UNIT = 256;
    private static final int BYTE = 0xff;
    private static final int RED = 16;
    private static final int GREEN = 8;
    private static final int OPAQUE = 0xff << 24;

    /** Y', Cb and Cr of bars. */
    private static final int[][] BARS = {{180, 128, 128}, {81, 90, 240}, {145, 54, 34}, {41, 240, 110}};

    /** Drivers round the conversion in different ways. */
    private static final int TOLERANCE = 3;

    private final Stage stage;

    VideoFrames(Stage stage) {
        this.stage = stage;
    }

    void run() throws IOException {
        drawExternal(DrmFormat.NV12);
        drawExternal(DrmFormat.YUYV);
        drawPlanes();
        drawConverted();
    }

    private Frame allocate(DrmFormat format) throws IOException {
        FrameLayout layout = FrameLayout.linear(format, stage.width(), stage.height(), PITCH_UNIT);
        return Frame.allocate(stage.allocator(), layout.withColor(FrameColor.BT601));
    }

    private void drawExternal(DrmFormat format) throws IOException {
        if (!stage.display().hasExternalTextures() || !stage.display().lists(format)) {
            stage.out().println(format + " as an external texture: not offered");
            return;
        }
        try (Frame frame = allocate(format)) {
            fill(frame, (plane, row, index) -> bar(format, plane, index));
            try (EglImage image = EglImage.of(stage.display(), frame)) {
                drawExternal(frame, image);
            }
        } catch (EglRefusal refusal) {
            stage.out().println(format + " as an external texture: listed, but " + refusal.getMessage());
        }
    }

    private void drawExternal(Frame frame, EglImage image) throws IOException {
        String what = frame.layout().format() + " of a heap as an external texture";
        stage.report(what, frame);
        try (Painter painter = Painter.external();
                Texture texture = Texture.external(image)) {
            int[] drawn = stage.drawn(painter, texture, stage.width(), stage.height());
            checkBars(what, Picture.pixels(FrameImages.read(frame)), drawn);
        }
    }

    /** The byte of a format at an index of a row of bars. */
    private int bar(DrmFormat format, int plane, int index) {
        if (format == DrmFormat.YUYV) {
            int component = index % 2 == 0 ? 0 : 1 + index % 4 / 2;
            return BARS[barOf(index / 2)][component];
        }
        return BARS[barOf(index)][plane == 0 ? 0 : 1 + index % 2];
    }

    private int barOf(int column) {
        return column * BARS.length / stage.width();
    }

    /** In the middle of each bar, because drivers filter chroma at edges. */
    private void checkBars(String what, int[] expected, int... actual) throws Failure {
        for (int bar = 0; bar < BARS.length; bar++) {
            int column = (2 * bar + 1) * stage.width() / (2 * BARS.length);
            for (int i = column; i < expected.length; i += stage.width()) {
                if (PixelCheck.difference(expected[i], actual[i]) > TOLERANCE) {
                    throw Failure.failed("%s: pixel %d in row %d is %08x, not about %08x"
                            .formatted(what, column, i / stage.width(), actual[i], expected[i]));
                }
            }
        }
    }

    /** Each plane of NV12 is an image of its own, so that a shader can convert them. Every byte is checked. */
    private void drawPlanes() throws IOException {
        try (Frame frame = allocate(DrmFormat.NV12)) {
            fill(frame, VideoFrames::noise);
            drawPlane(frame, 0, DrmFormat.R8, 1);
            drawPlane(frame, 1, DrmFormat.GR88, 2);
        }
    }

    private void drawPlane(Frame frame, int plane, DrmFormat format, int subsampling) throws IOException {
        String what = "plane " + plane + " of NV12 of a heap as a texture";
        try (Frame view = planeOf(frame, plane, format, subsampling);
                EglImage image = EglImage.of(stage.display(), view);
                Texture texture = Texture.of(image)) {
            stage.report(what, view);
            int columns = view.layout().width();
            int rows = view.layout().height();
            int[] drawn = stage.drawn(stage.painter(), texture, columns, rows);
            PixelCheck.same(what, columns, expectedOf(plane, columns, rows), drawn);
        }
    }

    /** A plane as a picture of its own, in the same buffer. */
    private static Frame planeOf(Frame frame, int plane, DrmFormat format, int subsampling) throws IOException {
        FrameLayout whole = frame.layout();
        FramePlane where = whole.planes().get(plane);
        FrameLayout layout = new FrameLayout(
                whole.width() / subsampling,
                whole.height() / subsampling,
                format,
                Modifier.LINEAR,
                List.of(new FramePlane(0, where.offset(), where.pitch())),
                FrameColor.UNSPECIFIED);
        return Frame.of(layout, List.of(frame.buffer(plane)));
    }

    /** As programs do whose driver has no external textures of NV12. */
    private void drawConverted() throws IOException {
        String what = "NV12 of a heap as two textures that a shader converts";
        try (Frame frame = allocate(DrmFormat.NV12);
                Frame luma = planeOf(frame, 0, DrmFormat.R8, 1);
                Frame chroma = planeOf(frame, 1, DrmFormat.GR88, 2);
                EglImage lumaImage = EglImage.of(stage.display(), luma);
                EglImage chromaImage = EglImage.of(stage.display(), chroma);
                Texture lumaTexture = Texture.of(lumaImage);
                Texture chromaTexture = Texture.of(chromaImage);
                Painter painter = Painter.video(chromaTexture)) {
            fill(frame, (plane, row, index) -> bar(DrmFormat.NV12, plane, index));
            stage.report(what, frame);
            int[] drawn = stage.drawn(painter, lumaTexture, stage.width(), stage.height());
            checkBars(what, Picture.pixels(FrameImages.read(frame)), drawn);
        }
    }

    private static int[] expectedOf(int plane, int columns, int rows) {
        int[] pixels = new int[columns * rows];
        for (int i = 0; i < pixels.length; i++) {
            int row = i / columns;
            int column = i % columns;
            int red = noise(plane, row, plane == 0 ? column : 2 * column);
            int green = plane == 0 ? 0 : noise(plane, row, 2 * column + 1);
            pixels[i] = OPAQUE | red << RED | green << GREEN;
        }
        return pixels;
    }

    private static int noise(int plane, int row, int index) {
        return row * 31 + index * 7 + index * index / 3 + plane * 101 & BYTE;
    }

    /** A byte of a picture. */
    @FunctionalInterface
    private interface Pattern {
        int at(int plane, int row, int index);
    }

    private static void fill(Frame frame, Pattern pattern) throws IOException {
        FrameLayout layout = frame.layout();
        try (FrameAccess access = frame.access(Access.WRITE)) {
            for (int plane = 0; plane < layout.planes().size(); plane++) {
                for (int y = 0; y < layout.format().rows(plane, layout.height()); y++) {
                    MemorySegment row = access.row(plane, y);
                    for (int i = 0; i < row.byteSize(); i++) {
                        row.set(JAVA_BYTE, i, (byte) pattern.at(plane, y, i));
                    }
                }
            }
        }
    }
}
