// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.examples.camera.gen.V4l2;
import io.github.dmabuf4j.examples.camera.gen.v4l2_buffer;
import io.github.dmabuf4j.examples.camera.gen.v4l2_format;
import io.github.dmabuf4j.examples.camera.gen.v4l2_pix_format;
import io.github.dmabuf4j.examples.camera.gen.v4l2_requestbuffers;
import io.github.dmabuf4j.examples.common.Failure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A V4L2 device that captures into DMA-BUFs. Set the format, then announce and queue the buffers, then start. */
final class Camera implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Refusals of a buffer's memory, which depend on the kind of driver. */
    private static final Set<Integer> UNSUITED = Set.of(Errno.EFAULT, Errno.EINVAL);

    private final Device device;
    private final Capability capability;

    /** Takes over the device. */
    Camera(Device device, Capability capability) {
        this.device = device;
        this.capability = capability;
    }

    Capability capability() {
        return capability;
    }

    /** Sets the first of our formats that the driver supports, in the size of the driver nearest to 640x360. */
    VideoFormat setFormat() throws Failure {
        for (PixelFormat wanted : PixelFormat.values()) {
            Optional<VideoFormat> format = setFormat(wanted);
            if (format.isPresent()) {
                return format.get();
            }
        }
        throw Failure.cannot(this + " offers neither YUYV nor RGB24");
    }

    private Optional<VideoFormat> setFormat(PixelFormat wanted) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment format = v4l2_format.allocate(arena);
            v4l2_format.type(format, V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE());
            MemorySegment picture = v4l2_format.fmt.pix(v4l2_format.fmt(format));
            v4l2_pix_format.width(picture, WIDTH);
            v4l2_pix_format.height(picture, HEIGHT);
            v4l2_pix_format.pixelformat(picture, wanted.fourcc());
            v4l2_pix_format.field(picture, V4l2.V4L2_FIELD_NONE());
            ask(Requests.S_FMT, format);
            // A driver without the wanted format sets another one.
            boolean granted = v4l2_pix_format.pixelformat(picture) == wanted.fourcc();
            return granted ? Optional.of(VideoFormat.of(picture)) : Optional.empty();
        }
    }

    /** Announces buffers. Returns the number that the driver wants, which may differ from {@code count}. */
    int announceBuffers(int count) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = v4l2_requestbuffers.allocate(arena);
            v4l2_requestbuffers.count(request, count);
            v4l2_requestbuffers.type(request, V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE());
            v4l2_requestbuffers.memory(request, V4l2.V4L2_MEMORY_DMABUF());
            ask(Requests.REQBUFS, request);
            return v4l2_requestbuffers.count(request);
        }
    }

    private void ask(Ioctl request, MemorySegment argument) throws Failure {
        try {
            device.ioctl(request, argument);
        } catch (DmaBufException failure) {
            throw switch (failure.errno()) {
                case Errno.EBUSY -> Failure.cannot(this + " is in use by another program: " + failure.getMessage());
                case Errno.EPIPE ->
                    Failure.cannot(this + " needs a configured media pipeline: " + failure.getMessage());
                default -> Failure.failed(failure.getMessage());
            };
        }
    }

    /** Queues all buffers for the camera. */
    void queueAll(Buffers buffers) throws DmaBufException, Failure {
        for (int i = 0; i < buffers.all().size(); i++) {
            queue(i, buffers.get(i));
        }
    }

    /** Queues a buffer, into which the camera then writes a frame. */
    void queue(int index, DmaBuf buffer) throws DmaBufException, Failure {
        try (Arena arena = Arena.ofConfined();
                HeldFd held = buffer.holdFd()) {
            MemorySegment request = bufferRequest(arena);
            v4l2_buffer.index(request, index);
            v4l2_buffer.m.fd(v4l2_buffer.m(request), held.fd());
            device.ioctl(Requests.QBUF, request);
        } catch (DmaBufException failure) {
            if (UNSUITED.contains(failure.errno())) {
                throw Failure.cannot(this + " does not accept these buffers (" + failure.getMessage()
                        + "): it may need contiguous memory; choose another --heap");
            }
            throw failure;
        }
    }

    void start() throws Failure {
        switchStream(Requests.STREAMON);
    }

    /** Waits for the next frame. Its buffer belongs to the program until it is queued again. */
    CapturedFrame next(long bytes) throws DmaBufException, InterruptedException, Failure {
        if (!device.awaitReadable(PATIENCE)) {
            throw Failure.failed(this + " delivered no frame for " + PATIENCE.toSeconds() + " s");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = bufferRequest(arena);
            device.ioctl(Requests.DQBUF, answer);
            boolean damaged = (v4l2_buffer.flags(answer) & V4l2.V4L2_BUF_FLAG_ERROR()) != 0;
            boolean isShort = Integer.toUnsignedLong(v4l2_buffer.bytesused(answer)) < bytes;
            return new CapturedFrame(v4l2_buffer.index(answer), v4l2_buffer.sequence(answer), damaged || isShort);
        }
    }

    private static MemorySegment bufferRequest(Arena arena) {
        MemorySegment request = v4l2_buffer.allocate(arena);
        v4l2_buffer.type(request, V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE());
        v4l2_buffer.memory(request, V4l2.V4L2_MEMORY_DMABUF());
        return request;
    }

    /** Ends the stream and releases all buffers. Dequeuing a buffer does not detach it from the device; this does. */
    void stop() throws Failure {
        switchStream(Requests.STREAMOFF);
        announceBuffers(0);
    }

    private void switchStream(Ioctl onOrOff) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            ask(onOrOff, arena.allocateFrom(JAVA_INT, V4l2.V4L2_BUF_TYPE_VIDEO_CAPTURE()));
        }
    }

    /** Closes the device. With its last descriptor the kernel stops the stream and releases the buffers. */
    @Override
    public void close() {
        device.close();
    }

    @Override
    public String toString() {
        return device + " (" + capability.driver() + ")";
    }
}
