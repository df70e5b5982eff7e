// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.gstreamer.gen.GStreamer;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.GStreamerFormat;
import io.github.dmabuf4j.frame.interop.GStreamerPlanes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A frame of this program that GStreamer shows again and again. Its memories are made once, so that a sink imports each buffer once:
 * {@code kmssink} keeps its framebuffer with the {@code GstMemory}.
 */
final class SharedFrame implements AutoCloseable {
    private final Gst gst;
    private final Frame frame;
    private final List<Long> memories = new ArrayList<>();
    private CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

    private SharedFrame(Gst gst, Frame frame) {
        this.gst = gst;
        this.frame = frame;
    }

    static SharedFrame of(Gst gst, long allocator, Frame frame) throws IOException {
        SharedFrame shared = new SharedFrame(gst, frame);
        try {
            for (DmaBuf buffer : frame.buffers()) {
                shared.memories.add(memory(gst, allocator, buffer));
            }
            return shared;
        } catch (Throwable thrown) {
            try (shared) {
                throw thrown;
            }
        }
    }

    /** The memory owns its descriptor, so it gets one of its own. */
    private static long memory(Gst gst, long allocator, DmaBuf buffer) throws IOException {
        int fd = buffer.duplicate().detachFd();
        long memory = gst.dmaBufAllocatorAlloc.call(allocator, fd, buffer.size());
        if (memory == 0) {
            DmaBuf.adopt(fd).close();
            throw Failure.failed("GStreamer makes no memory of " + buffer);
        }
        return memory;
    }

    Frame frame() {
        return frame;
    }

    /** Completed when no element uses the frame. Only then may it be drawn into. */
    CompletableFuture<Void> released() {
        return released;
    }

    /** Gives the frame to an appsrc. */
    void push(long appSrc) throws IOException {
        long buffer = gst.bufferNew.call();
        for (long memory : memories) {
            // The buffer takes this reference.
            gst.bufferAppendMemory.call(buffer, gst.miniObjectRef.call(memory));
        }
        addVideoMeta(buffer);
        released = Releases.of(gst, buffer);
        // Takes the buffer, whatever it returns.
        int flow = gst.appSrcPushBuffer.callInt(appSrc, buffer);
        if (flow != GStreamer.GST_FLOW_OK()) {
            throw Failure.failed("GStreamer takes no more frames (flow " + flow + ")");
        }
    }

    /** Says where the planes are: otherwise elements assume GStreamer's own strides. */
    private void addVideoMeta(long buffer) {
        FrameLayout layout = frame.layout();
        try (Arena arena = Arena.ofConfined()) {
            gst.bufferAddVideoMetaFull.call(
                    buffer,
                    GStreamer.GST_VIDEO_FRAME_FLAG_NONE(),
                    format(arena),
                    layout.width(),
                    layout.height(),
                    layout.planes().size(),
                    arena.allocateFrom(JAVA_LONG, GStreamerPlanes.offsets(frame))
                            .address(),
                    arena.allocateFrom(JAVA_INT, GStreamerPlanes.strides(frame)).address());
        }
    }

    private int format(Arena arena) {
        String name = GStreamerFormat.name(frame.layout().format()).orElseThrow();
        return gst.videoFormatFromString.callInt(arena.allocateFrom(name).address());
    }

    @Override
    public void close() {
        memories.forEach(gst.miniObjectUnref::call);
        frame.close();
    }

    /** Returns the number of each buffer in the kernel's statistics. */
    List<Long> inodes() throws DmaBufException {
        List<Long> inodes = new ArrayList<>();
        for (DmaBuf buffer : frame.buffers()) {
            inodes.add(buffer.inode());
        }
        return inodes;
    }
}
