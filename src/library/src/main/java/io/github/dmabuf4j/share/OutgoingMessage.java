// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.SyncFile;
import java.util.ArrayList;
import java.util.List;

/** What is to be sent, its descriptors held open until this is closed. */
final class OutgoingMessage implements AutoCloseable {
    // As long as it gets: to add to it needs no memory, so that no hold is lost.
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

    /** Without an iterator: memory may be what was missing. */
    @Override
    public void close() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).close();
        }
    }
}
