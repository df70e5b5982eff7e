// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import io.github.dmabuf4j.Access;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.DrmFormat;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.FrameMessage;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A frame with the fence of its readiness, and with that of its release too, sent over a channel and received again in the same thread. */
@State(Scope.Thread)
public class FrameExchange {
    private DmaBuf buffer;
    private ShareChannel sender;
    private ShareChannel receiver;
    private SyncFile ready;
    private SyncFile done;
    private Frame frame;

    @Setup
    public void connect() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("dmabuf4j-bench");
        try (ShareListener listener = ShareListener.bind(directory.resolve("frames"))) {
            sender = ShareChannel.connect(listener.path());
            receiver = listener.accept();
        } finally {
            Files.delete(directory);
        }
        try (DmaHeap heap = DmaHeap.open("system")) {
            buffer = heap.allocate(4096);
        }
        ready = buffer.exportSyncFile(Access.READ);
        done = buffer.exportSyncFile(Access.READ);
        frame = Frame.of(FrameLayout.linear(DrmFormat.XRGB8888, 32, 32), List.of(buffer));
    }

    @TearDown
    public void disconnect() {
        sender.close();
        receiver.close();
        ready.close();
        done.close();
        buffer.close();
    }

    @Benchmark
    @Figure(operation = "send+receive frame, acquire fence", peer = "frame", length = 2)
    public int exchange() throws IOException, InterruptedException {
        return exchange(FrameMessage.of(frame).withAcquireFence(ready));
    }

    @Benchmark
    @Figure(operation = "send+receive frame, both fences", peer = "frame2", length = 2)
    public int exchangeBothFences() throws IOException, InterruptedException {
        return exchange(FrameMessage.of(frame).withAcquireFence(ready).withReleaseFence(done));
    }

    private int exchange(FrameMessage message) throws IOException, InterruptedException {
        sender.send(message);
        try (Delivery delivery = receiver.receive().orElseThrow()) {
            return delivery.frame().orElseThrow().layout().width();
        }
    }
}
