// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A name in a directory that is held open. It stays in the same directory when that is renamed or replaced. For one thread at a
 * time.
 */
public final class DirectoryEntry implements AutoCloseable {
    private static final int NONE = -1;

    private final String parent;
    private final MemorySegment name;
    private int directory = NONE;

    /**
     * What the name led to at some time. While that file exists or is open, no other file has an equal status.
     *
     * @param errno 0 if there was a file
     */
    public record Status(int errno, boolean isSocket, DeviceNumber fileSystem, long inode) {
        /** The status where there was no file. */
        public static Status none(int errno) {
            return new Status(errno, false, DeviceNumber.NONE, 0);
        }
    }

    /** The last name of a path. It owns no descriptor until it is opened. */
    public DirectoryEntry(Path path) {
        Path directories = path.getParent();
        parent = directories == null ? "." : directories.toString();
        name = Arena.ofAuto().allocateFrom(String.valueOf(path.getFileName()));
    }

    /**
     * Opens the directory. To be called once. Needs the right to search the directory, not to read it.
     *
     * @return the negative errno if that failed
     */
    public int open() {
        directory = Sys.open(parent, LibC.O_PATH() | LibC.O_CLOEXEC());
        return directory;
    }

    /** Returns the path of the directory. */
    public String directory() {
        return parent;
    }

    /** Looks the name up. A symbolic link is not followed. */
    public Status status() {
        int result = FileStatus.readEntry(directory, name);
        return result < 0
                ? Status.none(-result)
                : new Status(0, FileStatus.type() == FileType.SOCKET, FileStatus.fileSystem(), FileStatus.inode());
    }

    /** Removes the name: unlinkat(2). Returns 0, or the negative errno. */
    public int unlink() {
        return Sys.unlinkAt(directory, name);
    }

    /** Closes the directory. Further calls do nothing. */
    @Override
    public void close() {
        if (directory >= 0) {
            Sys.close(directory);
        }
        directory = NONE;
    }
}
