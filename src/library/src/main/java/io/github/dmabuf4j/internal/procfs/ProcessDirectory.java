// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.kernelfs.KernelFiles;
import io.github.dmabuf4j.internal.sys.FileBytes;
import io.github.dmabuf4j.internal.sys.NumberedEntries;
import io.github.dmabuf4j.internal.sys.OpenDirectory;
import io.github.dmabuf4j.internal.sys.OpenDirectory.FileName;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.Set;

/**
 * The directory of a process or a thread. Paths are made for messages alone: calls take the number.
 *
 * @param parent the open directory that it is in
 * @param parentPath the path of that directory
 * @param number of the process or the thread
 */
record ProcessDirectory(int parent, String parentPath, int number) {
    static final FileName STAT = FileName.of("stat");
    static final FileName DESCRIPTORS = FileName.of("fd");
    static final FileName DESCRIPTOR_INFO = FileName.of("fdinfo");
    static final FileName MAPS = FileName.of("maps");
    static final FileName TASK = FileName.of("task");

    /** Reading a process that ends meanwhile gives one of these. */
    private static final KernelFiles FILES = new KernelFiles(Set.of(LibC.ENOENT(), LibC.ESRCH()));

    /** A directory with one directory in it has three links. */
    private static final int LINKS_WITH_ONE = 3;

    /** Opens a file or directory in it. Returns a descriptor for the caller to close, or the negative errno. */
    int open(FileName name) {
        return OpenDirectory.open(parent, number, name);
    }

    /** Reads a file that the kernel writes as one record. Returns whether it was there. */
    boolean readRecord(FileName name, FileBytes into) throws DmaBufException {
        int result = into.readRecord(parent, number, name);
        if (result < 0) {
            checkGone("read", path(name), result);
        }
        return result >= 0;
    }

    /** Lists a directory. Returns whether it was there. */
    boolean list(FileName name, NumberedEntries into) throws DmaBufException {
        int directory = open(name);
        int result = directory;
        if (directory >= 0) {
            try {
                result = into.list(directory);
            } finally {
                Sys.close(directory);
            }
        }
        if (result < 0) {
            checkGone("readdir", path(name), result);
        }
        return result >= 0;
    }

    /** Whether the process may have several threads: by the links of a directory, which some file systems do not count. */
    boolean mayHaveThreads() {
        return OpenDirectory.links(parent, number, TASK) != LINKS_WITH_ONE;
    }

    String path() {
        return parentPath + "/" + number;
    }

    String path(FileName name) {
        return path() + name;
    }

    /**
     * Passes over the failure of a call if it means that the process or the descriptor has gone.
     *
     * @param result of the call, a negative errno
     * @throws DmaBufException if it means something else
     */
    static void checkGone(String operation, String path, int result) throws DmaBufException {
        FILES.checkGone(operation, path, -result);
    }
}
