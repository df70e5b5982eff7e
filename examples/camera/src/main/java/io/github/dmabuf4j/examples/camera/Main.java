// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.examples.common.Png;
import io.github.dmabuf4j.examples.common.Program;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;

/**
 * A camera writes frames into DMA-BUFs. This process reads them in place, and so does a second process, which receives
 * descriptors of the buffers. No frame is copied between the camera and the processes.
 */
public final class Main {
    private static final int BUFFERS = 4;

    private Main() {}

    /** Ends the JVM with the exit code of {@link #run}. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs the example in this JVM. Returns the exit code: 0 success, or one of those of {@link Program}. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return new Program("camera", Options.USAGE)
                .run(out, err, words -> record(Options.parse(words), out), arguments);
    }

    private static void record(Options options, PrintStream out) throws IOException, InterruptedException {
        try (Camera camera = CameraFinder.open(options.device())) {
            VideoFormat format = camera.setFormat();
            out.println("camera    " + camera + ", " + camera.capability().card() + ": " + format);
            int count = camera.announceBuffers(BUFFERS);
            try (BufferAllocator allocator = HeapChoice.open(options.heap());
                    Buffers buffers = Buffers.allocate(allocator, count, format.bufferBytes())) {
                out.println("buffers   " + buffers + " from " + allocator.name());
                camera.queueAll(buffers);
                share(camera, format, buffers, options, out);
            }
        }
    }

    private static void share(Camera camera, VideoFormat format, Buffers buffers, Options options, PrintStream out)
            throws IOException, InterruptedException {
        try (AnalyserProcess analyser = AnalyserProcess.start()) {
            out.println("analyser  process " + analyser.pid());
            BufferedImage last = new Session(camera, format, buffers, analyser, out).run(options.frames());
            save(last, options, out);
        }
    }

    private static void save(BufferedImage picture, Options options, PrintStream out) throws IOException {
        if (options.out().isPresent()) {
            Png.write(picture, options.out().get());
            out.println("last frame saved as " + options.out().get());
        }
    }
}
