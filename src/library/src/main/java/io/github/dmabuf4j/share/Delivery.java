// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.internal.jfr.ReceiveEvent;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of one message: buffers and sync files that belong to the receiver. Each was checked to be what the message says.
 * Their descriptors are closed by exec.
 *
 * <p>Closing the delivery closes all of them. A program that keeps some of them closes each by itself, and not the delivery.
 */
public final class Delivery implements AutoCloseable {
    private final List<DmaBuf> buffers;

    /** Empty of a frame. */
    private final List<String> names;

    private final List<SyncFile> syncFiles;
    private final @Nullable Frame frame;
    private final @Nullable SyncFile acquireFence;
    private final @Nullable SyncFile releaseFence;
    private final byte[] data;

    Delivery(List<DmaBuf> buffers, List<String> names, List<SyncFile> syncFiles, byte[] data) {
        this(List.copyOf(buffers), List.copyOf(names), List.copyOf(syncFiles), null, null, null, data);
    }

    /** The lists are immutable. */
    private Delivery(
            List<DmaBuf> buffers,
            List<String> names,
            List<SyncFile> syncFiles,
            @Nullable Frame frame,
            @Nullable SyncFile acquireFence,
            @Nullable SyncFile releaseFence,
            byte[] data) {
        this.buffers = buffers;
        this.names = names;
        this.syncFiles = syncFiles;
        this.frame = frame;
        this.acquireFence = acquireFence;
        this.releaseFence = releaseFence;
        this.data = data;
    }

    /** The buffers are those of the frame. Names are not sent with a frame. */
    static Delivery ofFrame(
            Frame frame,
            List<SyncFile> syncFiles,
            @Nullable SyncFile acquireFence,
            @Nullable SyncFile releaseFence,
            byte[] data) {
        List<DmaBuf> buffers = frame.buffers();
        return new Delivery(buffers, List.of(), List.copyOf(syncFiles), frame, acquireFence, releaseFence, data);
    }

    /**
     * The buffers.
     *
     * @return in the order in which they were sent
     */
    public List<DmaBuf> buffers() {
        return buffers;
    }

    /**
     * The names that the buffers had when they were sent. {@link DmaBuf#name} returns the current name.
     *
     * @return as many as {@link #buffers}, empty where a buffer had no name, and in a message with a frame; bytes that are not UTF-8 as in {@link DmaBuf#name}
     */
    public List<String> names() {
        return frame == null ? names : Collections.nCopies(buffers.size(), "");
    }

    /**
     * The sync files.
     *
     * @return in the order in which they were sent
     */
    public List<SyncFile> syncFiles() {
        return syncFiles;
    }

    /**
     * The frame of a message that was sent as a {@link FrameMessage}. It owns {@link #buffers}: a program that keeps it closes it, and
     * the fences, and not the delivery.
     *
     * @return the frame; empty of another message
     */
    public Optional<Frame> frame() {
        return Optional.ofNullable(frame);
    }

    /**
     * The fence to wait for before the frame is used.
     *
     * @return signals when the frame is ready; empty where none was sent: the frame is ready, or its buffers have the fences
     */
    public Optional<SyncFile> acquireFence() {
        return Optional.ofNullable(acquireFence);
    }

    /**
     * The fence to wait for before the frame is written.
     *
     * @return signals when the sender no longer uses the frame; empty where none was sent
     */
    public Optional<SyncFile> releaseFence() {
        return Optional.ofNullable(releaseFence);
    }

    /**
     * The bytes that the sender added, such as a frame number: the two programs agree on their meaning.
     *
     * @return a copy; empty where none were sent
     */
    public byte[] data() {
        return data.clone();
    }

    /** Commits the event of this delivery. Makes no object, so that no delivery is lost for want of memory. */
    void record(ReceiveEvent event, ShareChannel channel) {
        long bytes = 0;
        for (int i = 0; i < buffers.size(); i++) {
            bytes += buffers.get(i).size();
        }
        int fences = (acquireFence == null ? 0 : 1) + (releaseFence == null ? 0 : 1);
        event.commit(channel, buffers.size(), bytes, syncFiles.size() + fences, data.length);
    }

    /** Closes all buffers, sync files and fences. Further calls do nothing. */
    @Override
    public void close() {
        closeAll(buffers, syncFiles, acquireFence, releaseFence);
    }

    /** Uses no iterator, since memory may be short. */
    static void closeAll(
            List<DmaBuf> buffers,
            List<SyncFile> syncFiles,
            @Nullable SyncFile acquireFence,
            @Nullable SyncFile releaseFence) {
        for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i).close();
        }
        for (int i = 0; i < syncFiles.size(); i++) {
            syncFiles.get(i).close();
        }
        close(acquireFence);
        close(releaseFence);
    }

    private static void close(@Nullable SyncFile fence) {
        if (fence != null) {
            fence.close();
        }
    }
}
