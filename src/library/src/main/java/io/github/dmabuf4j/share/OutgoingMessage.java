// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.SyncFile;
import java.util.ArrayList;
import java.util.List;

/** The buffers and sync files of a message to be sent. Holds their descriptors open until it is closed. */
final class OutgoingMessage implements AutoCloseable {
    // Of the final length: to add a hold then needs no memory, so none is lost.
    private final List<HeldFd> held;
    private final List<MessageBuffer.Item> items;

    private OutgoingMessage(int count) {
        held = new ArrayList<>(count);
        items = new ArrayList<>(count);
    }

    static OutgoingMessage of(List<DmaBuf> buffers, List<SyncFile> syncFiles) throws DmaBufException {
        OutgoingMessage outgoing = new OutgoingMessage(buffers.size() + syncFiles.size());
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

    List<MessageBuffer.Item> items() {
        return items;
    }

    int[] fds() {
        return held.stream().mapToInt(HeldFd::fd).toArray();
    }

    /** Uses no iterator, since memory may be short. */
    @Override
    public void close() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).close();
        }
    }
}
