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
    private final List<HeldFd> held = new ArrayList<>();
    private final List<Wire.Item> items = new ArrayList<>();

    static Consignment of(List<DmaBuf> buffers, List<SyncFile> syncFiles) throws DmaBufException {
        Consignment consignment = new Consignment();
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

    @Override
    public void close() {
        held.forEach(HeldFd::close);
    }
}
