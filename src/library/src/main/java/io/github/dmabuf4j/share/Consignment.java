// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.SyncFile;
import java.util.ArrayList;
import java.util.List;

/** What is to be sent, its descriptors held open until this is closed. */
final class Consignment implements AutoCloseable {
    // As long as it gets: to add to it needs no memory, so that no hold is lost.
    private final List<HeldFd> held;
    private final List<Wire.Item> items;

    private Consignment(int count) {
        held = new ArrayList<>(count);
        items = new ArrayList<>(count);
    }

    static Consignment of(List<DmaBuf> buffers, List<SyncFile> syncFiles) throws DmaBufException {
        Consignment consignment = new Consignment(buffers.size() + syncFiles.size());
        boolean complete = false;
        try {
            for (DmaBuf buffer : buffers) {
                consignment.held.add(buffer.holdFd());
                consignment.items.add(new Wire.Item(Wire.BUFFER, buffer.size(), buffer.name()));
            }
            for (SyncFile syncFile : syncFiles) {
                consignment.held.add(syncFile.holdFd());
                consignment.items.add(
                        new Wire.Item(Wire.SYNC_FILE, 0, syncFile.info().name()));
            }
            complete = true;
            return consignment;
        } finally {
            if (!complete) {
                consignment.close();
            }
        }
    }

    List<Wire.Item> items() {
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
