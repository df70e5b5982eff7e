// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.Frame;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all parts of the example use.
 *
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param allocator of the buffers
 * @param display of EGL
 * @param statistics of the kernel
 * @param painter of plain textures
 * @param out where results are printed
 */
record Stage(
        int width,
        int height,
        BufferAllocator allocator,
        Display display,
        Statistics statistics,
        Painter painter,
        PrintStream out) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Prints what was done with a frame that is in use. */
    void report(String what, Frame frame) throws DmaBufException {
        out.println(what + ": " + statistics.of(frame));
    }

    /** Draws a texture into one of this size, and returns its pixels. */
    int[] drawn(Painter brush, Texture texture, int columns, int rows) throws IOException {
        try (Texture target = Texture.ofSize(columns, rows);
                Canvas canvas = new Canvas(target, columns, rows)) {
            brush.draw(texture, false);
            return canvas.read();
        }
    }

    /** The descriptors of DMA-BUFs that this process has open. */
    int descriptorsOfBuffers() throws IOException {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            List<Path> links = all.toList();
            return (int) links.stream().filter(Stage::isBuffer).count();
        }
    }

    private static boolean isBuffer(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("/dmabuf:");
        } catch (IOException closed) {
            // That of the directory's own listing.
            return false;
        }
    }
}
