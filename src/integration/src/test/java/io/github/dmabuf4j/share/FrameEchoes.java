// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Frames with fences that another process sends back. */
public final class FrameEchoes {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FrameEchoes() {}

    /** Sends a frame this number of times, and receives each again. */
    public static void exchange(ShareChannel channel, BufferAllocator allocator, FrameLayout layout, int count)
            throws Exception {
        try (Frame frame = Frame.allocate(allocator, layout)) {
            for (int i = 0; i < count; i++) {
                send(channel, frame, i);
                receive(channel, frame, i);
            }
        }
    }

    private static void send(ShareChannel channel, Frame frame, int number) throws Exception {
        try (SyncFile ready = frame.buffer(0).exportSyncFile(Access.READ);
                SyncFile released = frame.buffer(0).exportSyncFile(Access.WRITE)) {
            channel.send(FrameMessage.of(frame)
                    .withAcquireFence(ready)
                    .withReleaseFence(released)
                    .withData(ByteBuffer.allocate(Integer.BYTES).putInt(number).array()));
        }
    }

    private static void receive(ShareChannel channel, Frame frame, int number) throws Exception {
        try (Delivery delivery = channel.receive(PATIENCE).orElseThrow()) {
            Frame echo = delivery.frame().orElseThrow();
            assertThat(echo.layout()).isEqualTo(frame.layout());
            assertThat(echo.buffer(0).inode()).isEqualTo(frame.buffer(0).inode());
            assertThat(delivery.acquireFence().orElseThrow().await(PATIENCE)).isTrue();
            assertThat(delivery.releaseFence()).isPresent();
            assertThat(ByteBuffer.wrap(delivery.data()).getInt()).isEqualTo(number);
        }
    }
}
