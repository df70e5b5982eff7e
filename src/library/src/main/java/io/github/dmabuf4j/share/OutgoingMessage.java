// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.FrameLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The buffers, sync files and frame of a message to be sent. Holds their descriptors open until it is closed. */
final class OutgoingMessage implements AutoCloseable {
    // Of the final length: to add a hold then needs no memory, so none is lost.
    private final @Nullable HeldFd[] held;
    private final int[] fds;
    private final MessageBuffer.Item[] items;

    /** How many of them there are already. */
    private int count;

    private final @Nullable FrameLayout frame;

    private OutgoingMessage(int count, @Nullable FrameLayout frame) {
        held = new HeldFd[count];
        fds = new int[count];
        items = new MessageBuffer.Item[count];
        this.frame = frame;
    }

    static OutgoingMessage of(List<DmaBuf> buffers, List<SyncFile> syncFiles) throws DmaBufException {
        OutgoingMessage outgoing = new OutgoingMessage(buffers.size() + syncFiles.size(), null);
        boolean complete = false;
        try {
            for (DmaBuf buffer : buffers) {
                outgoing.hold(buffer.holdFd());
                outgoing.add(new MessageBuffer.Item(MessageBuffer.BUFFER, buffer.size(), buffer.name()));
            }
            for (SyncFile syncFile : syncFiles) {
                outgoing.hold(syncFile.holdFd());
                outgoing.add(new MessageBuffer.Item(
                        MessageBuffer.SYNC_FILE, 0, syncFile.info().name()));
            }
            complete = true;
            return outgoing;
        } finally {
            if (!complete) {
                outgoing.close();
            }
        }
    }

    /** Has no names: to read one for each frame costs more than to send the frame. */
    static OutgoingMessage of(FrameMessage message) {
        List<DmaBuf> buffers = message.frame().buffers();
        SyncFile acquireFence = message.acquireOrNull();
        SyncFile releaseFence = message.releaseOrNull();
        int fences = (acquireFence == null ? 0 : 1) + (releaseFence == null ? 0 : 1);
        OutgoingMessage outgoing =
                new OutgoingMessage(buffers.size() + fences, message.frame().layout());
        boolean complete = false;
        try {
            for (int i = 0; i < buffers.size(); i++) {
                outgoing.hold(buffers.get(i).holdFd());
                outgoing.add(new MessageBuffer.Item(
                        MessageBuffer.BUFFER, buffers.get(i).size(), ""));
            }
            outgoing.addFence(MessageBuffer.ACQUIRE, acquireFence);
            outgoing.addFence(MessageBuffer.RELEASE, releaseFence);
            complete = true;
            return outgoing;
        } finally {
            if (!complete) {
                outgoing.close();
            }
        }
    }

    private void addFence(MessageBuffer.Item kind, @Nullable SyncFile fence) {
        if (fence != null) {
            hold(fence.holdFd());
            add(kind);
        }
    }

    /** To be called before the item of the descriptor is added. */
    private void hold(HeldFd fd) {
        held[count] = fd;
        fds[count] = fd.fd();
    }

    private void add(MessageBuffer.Item item) {
        items[count] = item;
        count++;
    }

    /** Null where the message has none. */
    @Nullable
    FrameLayout frame() {
        return frame;
    }

    MessageBuffer.Item[] items() {
        return items;
    }

    int[] fds() {
        return fds;
    }

    /** Uses no iterator, since memory may be short. */
    @Override
    public void close() {
        for (int i = 0; i < held.length; i++) {
            HeldFd hold = held[i];
            if (hold != null) {
                hold.close();
            }
        }
    }
}
