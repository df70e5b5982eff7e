// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.GStreamerCaps;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Frames that are drawn and shown in turn, through an appsrc. A frame is drawn only when GStreamer has released its buffer: the display
 * may still scan it out.
 */
final class Sequence implements AutoCloseable {
    /** One is shown, one is about to be, and one is drawn. */
    private static final int FRAMES = 3;

    /** Sinks accept only caps that have all fields of their own. */
    private static final String NO_FIXED_RATE = ", framerate=0/1";

    private final Gst gst;
    private final List<SharedFrame> frames = new ArrayList<>();
    private final Pipeline pipeline;
    private final long appSrc;
    private int shown;

    private Sequence(Gst gst, Pipeline pipeline) {
        this.gst = gst;
        this.pipeline = pipeline;
        this.appSrc = pipeline.element("frames");
    }

    /** Starts a pipeline that ends with this sink. */
    static Sequence start(Gst gst, BufferAllocator allocator, FrameLayout layout, String sink) throws IOException {
        Sequence sequence = new Sequence(
                gst, Pipeline.parse(gst, "appsrc name=frames format=time is-live=true do-timestamp=true ! " + sink));
        try {
            sequence.allocate(allocator, layout);
            sequence.setCaps(GStreamerCaps.raw(layout) + NO_FIXED_RATE);
            sequence.pipeline.play();
            return sequence;
        } catch (Throwable thrown) {
            try (sequence) {
                throw thrown;
            }
        }
    }

    private void allocate(BufferAllocator allocator, FrameLayout layout) throws IOException {
        long dmaBufs = gst.dmaBufAllocatorNew.call();
        try {
            for (int i = 0; i < FRAMES; i++) {
                frames.add(SharedFrame.of(gst, dmaBufs, Frame.allocate(allocator, layout)));
            }
        } finally {
            // Each memory has a reference to its allocator.
            gst.objectUnref.call(dmaBufs);
        }
    }

    private void setCaps(String text) {
        try (Arena arena = Arena.ofConfined()) {
            long caps = gst.capsFromString.call(arena.allocateFrom(text).address());
            gst.appSrcSetCaps.call(appSrc, caps);
            gst.miniObjectUnref.call(caps);
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    private SharedFrame shared(int number) {
        return frames.get(number % FRAMES);
    }

    Frame frame(int number) {
        return shared(number).frame();
    }

    /** Waits until the next frame can be drawn. */
    SharedFrame next(int number) throws IOException, InterruptedException {
        pipeline.await(released(number), "GStreamer releases the buffer of frame " + (number - FRAMES));
        return shared(number);
    }

    /** Pushes a frame and waits until the display shows it: then the sink has released the one before. */
    void show(int number) throws IOException, InterruptedException {
        push(number);
        if (number == 0) {
            pipeline.awaitPlaying();
        } else {
            pipeline.await(released(number - 1), "GStreamer shows frame " + number);
        }
    }

    /** Gives a frame to GStreamer. */
    void push(int number) throws IOException {
        shared(number).push(appSrc);
        shown++;
    }

    /** Completed when GStreamer does not use the frame any more. */
    CompletableFuture<Void> released(int number) {
        return shared(number).released();
    }

    /** The buffers that have been shown. */
    List<Long> shownInodes() throws DmaBufException {
        List<Long> inodes = new ArrayList<>();
        for (SharedFrame frame : frames.subList(0, Math.min(shown, FRAMES))) {
            inodes.addAll(frame.inodes());
        }
        return inodes;
    }

    /** The sink lets go of all buffers before their memories end. */
    @Override
    public void close() {
        pipeline.stop();
        frames.forEach(SharedFrame::close);
        pipeline.close();
    }
}
