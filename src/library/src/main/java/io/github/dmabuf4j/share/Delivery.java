// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.SyncFile;
import io.github.dmabuf4j.internal.jfr.ReceiveEvent;
import java.util.List;

/**
 * The content of one message: buffers and sync files that belong to the receiver. Each was checked to be what the message says.
 * Their descriptors are closed by exec.
 *
 * <p>Closing the delivery closes all of them. A program that keeps some of them closes each by itself, and not the delivery.
 */
public final class Delivery implements AutoCloseable {
    private final List<DmaBuf> buffers;
    private final List<String> names;
    private final List<SyncFile> syncFiles;
    private final byte[] data;

    Delivery(List<DmaBuf> buffers, List<String> names, List<SyncFile> syncFiles, byte[] data) {
        this.buffers = List.copyOf(buffers);
        this.names = List.copyOf(names);
        this.syncFiles = List.copyOf(syncFiles);
        this.data = data;
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
     * @return as many as {@link #buffers}, empty where a buffer had no name; bytes that are not UTF-8 as in {@link DmaBuf#name}
     */
    public List<String> names() {
        return names;
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
     * The bytes that the sender added, such as width, format and frame number: the two programs agree on their meaning.
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
        event.commit(channel, buffers.size(), bytes, syncFiles.size(), data.length);
    }

    /** Closes all buffers and sync files. Further calls do nothing. */
    @Override
    public void close() {
        buffers.forEach(DmaBuf::close);
        syncFiles.forEach(SyncFile::close);
    }
}
