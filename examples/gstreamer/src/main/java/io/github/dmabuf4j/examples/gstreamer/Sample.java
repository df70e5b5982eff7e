// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.gstreamer.gen._GstBuffer;
import io.github.dmabuf4j.examples.gstreamer.gen.video_planes;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.interop.GStreamerCaps;
import io.github.dmabuf4j.frame.interop.GStreamerPlanes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A frame that an appsink received. The element that made it writes into its buffers again when this is closed, so they are read
 * before.
 */
final class Sample implements AutoCloseable {
    private final Gst gst;
    private final long sample;
    private final long buffer;
    private final Frame frame;

    private Sample(Gst gst, long sample) throws IOException {
        this.gst = gst;
        this.sample = sample;
        this.buffer = gst.sampleGetBuffer.call(sample);
        this.frame = readFrame();
    }

    /** Waits for a frame. Returns nothing when the time has passed, or no frame will come. */
    static Optional<Sample> pull(Gst gst, long appSink, long nanoseconds) throws IOException {
        long sample = gst.appSinkTryPullSample.call(appSink, nanoseconds);
        if (sample == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Sample(gst, sample));
        } catch (Throwable thrown) {
            gst.miniObjectUnref.call(sample);
            throw thrown;
        }
    }

    private Frame readFrame() throws IOException {
        List<GStreamerPlanes.Memory> memories = new ArrayList<>();
        List<DmaBuf> buffers = new ArrayList<>();
        try {
            for (int i = 0; i < gst.bufferMemories.callInt(buffer); i++) {
                long memory = gst.bufferPeekMemory.call(buffer, i);
                memories.add(sizes(memory));
                buffers.add(duplicate(memory));
            }
            return Frame.owning(layout(memories), buffers);
        } catch (Throwable thrown) {
            buffers.forEach(DmaBuf::close);
            throw thrown;
        }
    }

    private GStreamerPlanes.Memory sizes(long memory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offset = arena.allocate(JAVA_LONG);
            long bytes = gst.memoryGetSizes.call(memory, offset.address(), 0);
            return new GStreamerPlanes.Memory(offset.get(JAVA_LONG, 0), bytes);
        }
    }

    /** The descriptor belongs to the memory, so it is duplicated while the sample holds that. */
    private DmaBuf duplicate(long memory) throws IOException {
        if (!gst.isDmaBufMemory.test(memory)) {
            throw Failure.failed(
                    "GStreamer gave a frame that is not in a DMA-BUF: the driver of the camera does not export"
                            + " its buffers");
        }
        return DmaBuf.duplicateOf(gst.dmaBufMemoryGetFd.callInt(memory));
    }

    private FrameLayout layout(List<GStreamerPlanes.Memory> memories) {
        GStreamerCaps caps = caps();
        long meta = gst.bufferGetVideoMeta.call(buffer);
        if (meta == 0) {
            return caps.layout();
        }
        MemorySegment planes = MemorySegment.ofAddress(meta).reinterpret(video_planes.sizeof());
        int count = video_planes.n_planes(planes);
        long[] offsets = video_planes
                .offset(planes)
                .asSlice(0, count * JAVA_LONG.byteSize())
                .toArray(JAVA_LONG);
        int[] strides = video_planes
                .stride(planes)
                .asSlice(0, count * JAVA_INT.byteSize())
                .toArray(JAVA_INT);
        return caps.layout(GStreamerPlanes.planes(memories, offsets, strides));
    }

    private GStreamerCaps caps() {
        return GStreamerCaps.parse(gst.takeString(gst.capsToString.call(gst.sampleGetCaps.call(sample))));
    }

    Frame frame() {
        return frame;
    }

    /** The number of the frame, which the camera counts up. */
    long number() {
        return _GstBuffer.offset(MemorySegment.ofAddress(buffer).reinterpret(_GstBuffer.sizeof()));
    }

    /** The number of the first buffer in the kernel's statistics. */
    long inode() throws DmaBufException {
        return frame.buffer(0).inode();
    }

    @Override
    public void close() {
        frame.close();
        gst.miniObjectUnref.call(sample);
    }
}
