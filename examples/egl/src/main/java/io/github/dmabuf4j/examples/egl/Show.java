// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.egl;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.LiveBuffers;
import java.io.IOException;
import java.io.PrintStream;

/** All that the example does, in the order of its output. */
final class Show {
    private final Options options;
    private final PrintStream out;

    Show(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() throws IOException {
        try (BufferAllocator allocator = BufferAllocator.heapOrUdmabuf(options.heap());
                Display display = Displays.open();
                Statistics statistics = Statistics.open();
                Painter painter = Painter.plain()) {
            out.println(display);
            Stage stage = new Stage(options.width(), options.height(), allocator, display, statistics, painter, out);
            for (int round = 1; round <= options.rounds(); round++) {
                new RgbFrames(stage, options).run();
                new VideoFrames(stage).run();
                out.println("round " + round + ": all pixels are right, "
                        + LiveBuffers.now().count()
                        + " buffers of this program are open, EGL has " + stage.descriptorsOfBuffers()
                        + " descriptors of buffers");
            }
        }
    }
}
