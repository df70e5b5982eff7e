// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DirectoryEntry;
import io.github.dmabuf4j.internal.sys.DirectoryEntry.Status;
import java.nio.file.Path;

/** The file of a listener's socket: removed only where its path still leads to the file that was bound. */
final class SocketFile implements AutoCloseable {
    private static final Status NOTHING = Status.none(LibC.ENOENT());

    private final Path path;
    private final DirectoryEntry entry;
    private Status bound = NOTHING;

    /** The file that a socket will be bound to. Owns nothing until it is opened. */
    SocketFile(Path path) {
        this.path = path;
        entry = new DirectoryEntry(path);
    }

    /** Opens its directory, to be called once. */
    void open() throws DmaBufException {
        int result = entry.open();
        if (result < 0) {
            throw new DmaBufException("open", entry.directory(), -result, "a socket is to be made in this directory");
        }
    }

    /** To be called right after the socket was bound: the kernel does not report which file that made. */
    void recordBound() {
        Status status = entry.status();
        bound = status.isSocket() ? status : NOTHING;
    }

    /**
     * Removes the file, unless it has gone or another one has its place. To be called while the socket is open: that keeps its
     * inode's number from being used again.
     */
    void remove() throws DmaBufException {
        Status now = entry.status();
        if (now.errno() != 0) {
            check("statx", -now.errno());
        } else if (now.equals(bound)) {
            check("unlinkat", entry.unlink());
        }
    }

    private void check(String operation, int result) throws DmaBufException {
        if (result < 0 && result != -LibC.ENOENT()) {
            throw new DmaBufException(
                    operation,
                    path.toString(),
                    -result,
                    "the socket's file is left, although nobody listens on it now");
        }
    }

    @Override
    public void close() {
        entry.close();
    }
}
