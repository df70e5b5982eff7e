// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameAccess;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.stats.MachineStats;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Captures frames, counts the pixels of each in both processes, and returns the buffers to the camera. */
final class Session {
    /** The run fails with more damaged frames. */
    private static final int MAX_DAMAGED = 100;

    private final Camera camera;
    private final VideoFormat format;
    private final Buffers buffers;
    private final AnalyserProcess analyser;
    private final BufferTable table;
    private final PrintStream out;

    private int taken;
    private int damaged;
    private double luminances;
    private Histogram last = new Histogram();

    Session(Camera camera, VideoFormat format, Buffers buffers, AnalyserProcess analyser, PrintStream out) {
        this.camera = camera;
        this.format = format;
        this.buffers = buffers;
        this.analyser = analyser;
        this.table = new BufferTable(buffers);
        this.out = out;
    }

    /** Runs the session. Returns the last frame as a picture. */
    BufferedImage run(int frames) throws IOException, InterruptedException {
        try (MachineStats stats = MachineStats.open()) {
            return run(frames, stats);
        }
    }

    private BufferedImage run(int frames, MachineStats stats) throws IOException, InterruptedException {
        long start = System.nanoTime();
        camera.start();
        DmaBuf lastBuffer = takeFrames(frames);
        double seconds = (System.nanoTime() - start) / 1e9;
        BufferedImage picture = picture(lastBuffer);
        out.println("luminance of the last frame, as process " + analyser.pid() + " counted it:");
        out.print(last.text());
        table.print(stats.snapshot(), out);
        camera.stop();
        table.printAttached(stats.snapshot(), out);
        summarise(seconds);
        return picture;
    }

    private void summarise(double seconds) {
        out.printf(
                Locale.ROOT,
                "%d frames of %s from %s in %.1f s, mean luminance %.1f; damaged frames skipped: %d%n",
                taken,
                format,
                camera,
                seconds,
                luminances / taken,
                damaged);
    }

    /** Returns the buffer of the last frame, which is not queued again. */
    private DmaBuf takeFrames(int frames) throws IOException, InterruptedException {
        while (true) {
            CapturedFrame frame = camera.next(format.layout().bufferBytes(0));
            DmaBuf buffer = buffers.get(frame.index());
            if (frame.damaged()) {
                skip();
            } else {
                compare(frame, buffer);
            }
            if (taken == frames) {
                return buffer;
            }
            camera.queue(frame.index(), buffer);
        }
    }

    private void skip() throws Failure {
        damaged++;
        if (damaged > MAX_DAMAGED) {
            throw Failure.failed(camera + " delivered " + damaged + " damaged frames");
        }
    }

    private void compare(CapturedFrame frame, DmaBuf buffer) throws IOException, InterruptedException {
        Histogram here = histogram(buffer);
        Answer there = analyser.analyse(frame(buffer), frame.sequence());
        if (!there.equals(new Answer(frame.sequence(), buffer.inode(), here))) {
            throw Failure.failed("the two processes read different data in frame " + frame.sequence());
        }
        table.seenThere(frame.index(), there.inode());
        taken++;
        luminances += here.mean();
        last = there.histogram();
        out.printf(
                Locale.ROOT,
                "frame %3d  in %s  luminance %.1f here, %.1f there%n",
                Integer.toUnsignedLong(frame.sequence()),
                buffer.name(),
                here.mean(),
                there.histogram().mean());
    }

    private Histogram histogram(DmaBuf buffer) throws IOException {
        try (Frame frame = frame(buffer);
                FrameAccess access = frame.access(Access.READ)) {
            return Histogram.of(access);
        }
    }

    /** Copies a frame into a picture to be saved. The program makes no other copy of a frame. */
    private BufferedImage picture(DmaBuf buffer) throws IOException {
        try (Frame frame = frame(buffer)) {
            return FrameImages.read(frame);
        }
    }

    private Frame frame(DmaBuf buffer) throws IOException {
        return Frame.of(format.layout(), List.of(buffer));
    }
}
