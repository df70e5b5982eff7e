// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.kernelfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.KernelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files of a file system of the kernel's whose entries can go while they are read: that is not an error.
 *
 * @param gone the errno values that mean that an entry has gone
 */
public record KernelFiles(Set<Integer> gone) {
    /**
     * Copies the set.
     *
     * @param gone the errno values that mean that an entry has gone
     */
    public KernelFiles {
        gone = Set.copyOf(gone);
    }

    /** Whether this errno means that the entry has gone. */
    public boolean isGone(int errno) {
        return gone.contains(errno);
    }

    /**
     * Reads a file.
     *
     * @return its text; empty if the file has gone
     * @throws DmaBufException if it cannot be read
     */
    public Optional<String> text(String path) throws DmaBufException {
        return text("read", path, KernelFile.readAll(path));
    }

    /**
     * Reads a symbolic link, and does not follow it.
     *
     * @return its target; empty if the link has gone
     * @throws DmaBufException if it cannot be read
     */
    public Optional<String> link(String path) throws DmaBufException {
        return text("readlink", path, KernelFile.link(path));
    }

    private Optional<String> text(String operation, String path, KernelFile file) throws DmaBufException {
        return isThere(operation, path, file.errno()) ? Optional.of(file.text()) : Optional.empty();
    }

    /**
     * Lists a directory.
     *
     * @return its names, in no order; empty if the directory has gone
     * @throws DmaBufException if it cannot be listed
     */
    public Optional<List<String>> names(Path directory) throws DmaBufException {
        DirectoryNames read = DirectoryNames.of(directory.toString());
        return isThere("readdir", directory.toString(), read.errno()) ? Optional.of(read.names()) : Optional.empty();
    }

    private boolean isThere(String operation, String path, int errno) throws DmaBufException {
        if (errno != 0) {
            checkGone(operation, path, errno);
        }
        return errno == 0;
    }

    /**
     * Passes over the failure of a call if it means that the entry has gone.
     *
     * @throws DmaBufException if it means something else
     */
    public void checkGone(String operation, String path, int errno) throws DmaBufException {
        if (!isGone(errno)) {
            throw new DmaBufException(operation, path, errno);
        }
    }
}
