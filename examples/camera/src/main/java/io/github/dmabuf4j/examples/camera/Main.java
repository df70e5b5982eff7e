// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.examples.common.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.util.List;

/**
 * A camera writes frames straight into DMA-BUFs; this process reads them where they are, and so does a second one, which
 * gets each as a descriptor. No byte of a frame is copied between camera and processes.
 */
public final class Main {
    private static final int BUFFERS = 4;

    private Main() {}

    /** Ends the JVM with the exit code of {@link #run}. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** 0 all went well, 1 something failed, 2 the command line is wrong, 3 this machine or this user cannot. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        if (List.of(arguments).contains("--help")) {
            out.println(Options.USAGE);
            return 0;
        }
        try {
            record(Options.parse(arguments), out);
            return 0;
        } catch (Failure failure) {
            err.println("camera: " + failure.getMessage());
            return failure.exitCode();
        } catch (FileSystemException failure) {
            // Its message alone may be no more than the name of the file.
            err.println("camera: " + failure);
            return 1;
        } catch (IOException failure) {
            err.println("camera: " + failure.getMessage());
            return 1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            err.println("camera: interrupted");
            return 1;
        }
    }

    private static void record(Options options, PrintStream out) throws IOException, InterruptedException, Failure {
        try (Camera camera = CameraFinder.open(options.device())) {
            VideoFormat format = camera.setFormat();
            out.println("camera    " + camera + ", " + camera.capability().card() + ": " + format.layout());
            int count = camera.announceBuffers(BUFFERS);
            try (BufferAllocator allocator = HeapChoice.open(options.heap());
                    Buffers buffers = Buffers.allocate(allocator, count, format.bufferBytes())) {
                out.println("buffers   " + buffers + " from " + allocator.name());
                camera.queueAll(buffers);
                share(camera, format.layout(), buffers, options, out);
            }
        }
    }

    private static void share(Camera camera, FrameLayout layout, Buffers buffers, Options options, PrintStream out)
            throws IOException, InterruptedException, Failure {
        try (AnalyserProcess analyser = AnalyserProcess.start()) {
            out.println("analyser  process " + analyser.pid());
            BufferedImage last = new Session(camera, layout, buffers, analyser, out).run(options.frames());
            save(last, options, out);
        }
    }

    private static void save(BufferedImage picture, Options options, PrintStream out) throws IOException {
        if (options.out().isPresent()) {
            Png.write(picture, options.out().get());
            out.println("saved the last frame as " + options.out().get());
        }
    }
}
