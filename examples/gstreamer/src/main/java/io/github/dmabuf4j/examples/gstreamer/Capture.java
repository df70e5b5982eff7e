// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.common.Png;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.GStreamerCaps;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** GStreamer's v4l2src captures frames into buffers of the camera, and Java reads and checks them in place. */
final class Capture {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    /** At most so many frames wait for this program. The camera has some more buffers. */
    private static final int QUEUE = 2;

    private final Gst gst;
    private final Options options;
    private final PrintStream out;
    private final Set<Long> inodes = new TreeSet<>(Long::compareUnsigned);
    private long first;
    private long last = -1;

    Capture(Gst gst, Options options, PrintStream out) {
        this.gst = gst;
        this.options = options;
        this.out = out;
    }

    void run() throws IOException {
        gst.require("appsink", "gstreamer1.0-plugins-base");
        gst.require("v4l2src", "gstreamer1.0-plugins-good");
        Path camera = Cameras.choose(options.device());
        FrameLayout wanted = FrameLayout.linear(options.format(), WIDTH, HEIGHT);
        try (Pipeline pipeline = Pipeline.parse(gst, description(camera, wanted))) {
            long appSink = pipeline.element("frames");
            pipeline.play();
            BufferedImage picture = null;
            for (int i = 0; i < options.frames(); i++) {
                try (Sample sample = pull(pipeline, appSink)) {
                    picture = read(i, sample, camera);
                }
            }
            out.println(summary());
            BufferTable.of(inodes).print(out);
            save(picture);
        }
    }

    private String description(Path camera, FrameLayout wanted) {
        String source = "v4l2src device=\"" + camera.toString().replaceAll("[\\\\\"]", "\\\\$0") + "\" io-mode=dmabuf";
        String controls = options.bars()
                .map(bars -> " extra-controls=\"c,test_pattern=" + bars.control() + ",osd_text_mode=2\"")
                .orElse("");
        return source + controls + " ! " + GStreamerCaps.raw(wanted) + " ! appsink name=frames sync=false max-buffers="
                + QUEUE;
    }

    private Sample pull(Pipeline pipeline, long appSink) throws IOException {
        Optional<Sample> sample = Sample.pull(gst, appSink, Pipeline.TIMEOUT.toNanos());
        if (sample.isEmpty()) {
            pipeline.check();
            throw Failure.failed("no frame from the camera within " + Pipeline.TIMEOUT.toSeconds() + " s");
        }
        return sample.get();
    }

    private BufferedImage read(int index, Sample sample, Path camera) throws IOException {
        if (index == 0) {
            first = sample.number();
            out.println("capture   " + sample.frame().layout() + " from " + camera
                    + options.bars().map(bars -> ", " + bars).orElse(""));
        }
        if (sample.number() <= last) {
            throw Failure.failed("the camera's frame " + sample.number() + " came after frame " + last);
        }
        last = sample.number();
        inodes.add(sample.inode());
        BufferedImage picture = FrameImages.read(sample.frame());
        check(picture);
        if (options.reports(index)) {
            out.println("frame " + last + " in buffer " + Long.toUnsignedString(sample.inode())
                    + options.bars().map(bars -> ", as expected").orElse(""));
        }
        return picture;
    }

    private void check(BufferedImage picture) throws IOException {
        Optional<String> wrong = options.bars().flatMap(bars -> bars.wrong(picture));
        if (wrong.isPresent()) {
            throw Failure.failed("frame " + last + " is not the test pattern: " + wrong.get());
        }
    }

    private String summary() {
        return options.frames() + " frames captured in " + inodes.size() + " buffers, " + first + " to " + last + ", "
                + (last - first + 1 - options.frames()) + " missed"
                + options.bars().map(bars -> ", all are " + bars).orElse("");
    }

    private void save(BufferedImage picture) throws IOException {
        if (options.out().isPresent()) {
            Path file = options.out().get().resolve("captured.png");
            Png.write(picture, file);
            out.println("last frame saved as " + file);
        }
    }
}
