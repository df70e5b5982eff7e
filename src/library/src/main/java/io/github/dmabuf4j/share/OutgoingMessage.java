// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.frame.FrameLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The buffers, sync files and frame of a message to be sent. Holds their descriptors open until it is closed. */
final class OutgoingMessage implements AutoCloseable {
    // Of the final length: to add a hold then needs no memory, so none is lost.
    private final List<HeldFd> held;
    private final List<MessageBuffer.Item> items;

    private final @Nullable FrameLayout frame;

    private OutgoingMessage(int count, @Nullable FrameLayout frame) {
        held = new ArrayList<>(count);
        items = new ArrayList<>(count);
        this.frame = frame;
    }

    static OutgoingMessage of(List<DmaBuf> buffers, List<SyncFile> syncFiles) throws DmaBufException {
        OutgoingMessage outgoing = new OutgoingMessage(buffers.size() + syncFiles.size(), null);
        boolean complete = false;
        try {
            for (DmaBuf buffer : buffers) {
                outgoing.held.add(buffer.holdFd());
                outgoing.items.add(new MessageBuffer.Item(MessageBuffer.BUFFER, buffer.size(), buffer.name()));
            }
            for (SyncFile syncFile : syncFiles) {
                outgoing.held.add(syncFile.holdFd());
                outgoing.items.add(new MessageBuffer.Item(
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
        Frame frame = message.frame();
        OutgoingMessage outgoing = new OutgoingMessage(frame.buffers().size() + 2, frame.layout());
        boolean complete = false;
        try {
            List<DmaBuf> buffers = frame.buffers();
            for (int i = 0; i < buffers.size(); i++) {
                DmaBuf buffer = buffers.get(i);
                outgoing.add(MessageBuffer.BUFFER, buffer.size(), buffer.holdFd());
            }
            outgoing.addFence(MessageBuffer.ACQUIRE_FENCE, message.acquireOrNull());
            outgoing.addFence(MessageBuffer.RELEASE_FENCE, message.releaseOrNull());
            complete = true;
            return outgoing;
        } finally {
            if (!complete) {
                outgoing.close();
            }
        }
    }

    private void addFence(int kind, @Nullable SyncFile fence) {
        if (fence != null) {
            add(kind, 0, fence.holdFd());
        }
    }

    private void add(int kind, long size, HeldFd fd) {
        held.add(fd);
        items.add(new MessageBuffer.Item(kind, size, ""));
    }

    /** Null where the message has none. */
    @Nullable
    FrameLayout frame() {
        return frame;
    }

    List<MessageBuffer.Item> items() {
        return items;
    }

    int[] fds() {
        int[] fds = new int[held.size()];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = held.get(i).fd();
        }
        return fds;
    }

    /** Uses no iterator, since memory may be short. */
    @Override
    public void close() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).close();
        }
    }
}
