// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.share;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DirectoryEntry;
import io.github.dmabuf4j.internal.sys.DirectoryEntry.Status;
import java.nio.file.Path;

/** The file of a listener's socket. It is removed only if its path still leads to the file that was bound. */
final class SocketFile implements AutoCloseable {
    private static final Status NOTHING = Status.none(LibC.ENOENT());

    private final Path path;
    private final DirectoryEntry entry;
    private Status bound = NOTHING;

    /** Stands for the file to which a socket will be bound. Owns no descriptor until it is opened. */
    SocketFile(Path path) {
        this.path = path;
        entry = new DirectoryEntry(path);
    }

    /** Opens the directory. To be called once. */
    void open() throws DmaBufException {
        int result = entry.open();
        if (result < 0) {
            throw new DmaBufException(
                    "open", entry.directory(), -result, "the file of the socket is to be created in this directory");
        }
    }

    /** Records the file. To be called right after the bind, since the kernel does not report which file that created. */
    void recordBound() {
        Status status = entry.status();
        bound = status.isSocket() ? status : NOTHING;
    }

    /**
     * Removes the file, unless it has gone or another file has its place. To be called while the socket is open: until then the
     * file system does not use the inode number again.
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
                    operation, path.toString(), -result, "nobody listens any more, but the file of the socket is left");
        }
    }

    @Override
    public void close() {
        entry.close();
    }
}
