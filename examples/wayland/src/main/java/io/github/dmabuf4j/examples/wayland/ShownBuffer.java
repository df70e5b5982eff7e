// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.wayland;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameImages;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.frame.Modifier;
import io.github.dmabuf4j.frame.interop.WaylandParams;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A frame that the compositor shows. */
final class ShownBuffer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Frame frame;
    private final Releases releases;
    private Proxy buffer;
    private boolean isRefused;
    private boolean isWithCompositor;
    private boolean isClosed;
    private Optional<SyncFile> fence = Optional.empty();

    private ShownBuffer(Frame frame, Releases releases) {
        this.frame = frame;
        this.releases = releases;
    }

    /** Allocates a frame and hands it to the compositor, under one of the modifiers that it offers. */
    static ShownBuffer allocate(
            BufferAllocator allocator,
            FrameLayout layout,
            Connection connection,
            Proxy dmabuf,
            Modifier modifier,
            Releases releases)
            throws IOException {
        ShownBuffer shown = new ShownBuffer(Frame.allocate(allocator, layout), releases);
        try {
            shown.handOver(connection, dmabuf, modifier);
            return shown;
        } catch (Throwable thrown) {
            try (shown) {
                throw thrown;
            }
        }
    }

    private void handOver(Connection connection, Proxy dmabuf, Modifier modifier) throws IOException {
        Proxy request = dmabuf.create("create_params")
                .on("created", event -> buffer = event.object(0))
                .on("failed", event -> isRefused = true);
        try (WaylandParams params = WaylandParams.of(frame, modifier)) {
            for (WaylandParams.Plane plane : params.planes()) {
                request.request(
                        "add",
                        plane.fd(),
                        plane.index(),
                        plane.offset(),
                        plane.stride(),
                        plane.modifierHigh(),
                        plane.modifierLow());
            }
            request.request("create", params.width(), params.height(), params.format(), 0);
        }
        connection.await(() -> buffer != null || isRefused, "an answer to a buffer");
        request.end("destroy");
        if (isRefused) {
            throw Failure.failed("the compositor has refused a buffer of " + frame.layout());
        }
        releases.byEventOf(buffer, () -> isWithCompositor = false);
    }

    /** Whether the compositor has released it. */
    boolean isFree() {
        return !isWithCompositor;
    }

    DmaBuf memory() {
        return frame.buffer(0);
    }

    /** Draws a picture. This waits for the fences of devices that still read the buffer. */
    void draw(BufferedImage picture) throws IOException, InterruptedException {
        awaitFence();
        FrameImages.write(picture, frame);
    }

    private void awaitFence() throws IOException, InterruptedException {
        if (fence.isPresent()) {
            try (SyncFile reading = fence.get()) {
                fence = Optional.empty();
                if (!reading.await(PATIENCE)) {
                    throw Failure.failed(
                            "the fence of a released buffer was not signaled within " + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    /** Reads the picture back, with the precision of the format. */
    BufferedImage read() throws IOException {
        return FrameImages.read(frame);
    }

    /** Shows it, until the compositor releases it. */
    void show(Window window) throws IOException {
        isWithCompositor = true;
        releases.byFence(this::released);
        window.show(buffer);
    }

    private void released(Optional<SyncFile> reading) {
        isWithCompositor = false;
        fence = reading;
        if (isClosed) {
            closeFence();
        }
    }

    @Override
    public String toString() {
        FrameLayout layout = frame.layout();
        return memory().size() + " bytes (" + layout.planes().get(0).pitch() + " per row)";
    }

    private void closeFence() {
        fence.ifPresent(SyncFile::close);
        fence = Optional.empty();
    }

    /** The compositor keeps its own descriptor until it handles the end of its buffer. */
    @Override
    public void close() {
        try (frame) {
            isClosed = true;
            closeFence();
            if (buffer != null) {
                buffer.end("destroy");
            }
        }
    }
}
