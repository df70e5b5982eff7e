// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A name in a directory that is held open: a rename or a replacement of the directory does not change what is meant. For one
 * thread at a time.
 */
public final class DirectoryEntry implements AutoCloseable {
    private static final int NONE = -1;

    private final String parent;
    private final MemorySegment name;
    private int directory = NONE;

    /**
     * What the name stood for at some time. No other file is equal to it while that file exists, or is open.
     *
     * @param errno 0 where there was a file
     */
    public record Status(int errno, boolean isSocket, DeviceNumber fileSystem, long inode) {
        /** There was no file. */
        public static Status none(int errno) {
            return new Status(errno, false, DeviceNumber.NONE, 0);
        }
    }

    /** The last name of a path. Owns nothing until it is opened. */
    public DirectoryEntry(Path path) {
        Path directories = path.getParent();
        parent = directories == null ? "." : directories.toString();
        name = Arena.ofAuto().allocateFrom(String.valueOf(path.getFileName()));
    }

    /**
     * Opens the directory, once; the right to search it suffices.
     *
     * @return the negative errno where that failed
     */
    public int open() {
        directory = Sys.open(parent, LibC.O_PATH() | LibC.O_CLOEXEC());
        return directory;
    }

    /** The directory's path. */
    public String directory() {
        return parent;
    }

    /** Looks at the name; a symbolic link is not followed. */
    public Status status() {
        int result = FileStatus.readEntry(directory, name);
        return result < 0
                ? Status.none(-result)
                : new Status(0, FileStatus.type() == FileType.SOCKET, FileStatus.fileSystem(), FileStatus.inode());
    }

    /** unlinkat(2): 0, or the negative errno. */
    public int unlink() {
        return Sys.unlinkAt(directory, name);
    }

    /** Closes the directory, once. */
    @Override
    public void close() {
        if (directory >= 0) {
            Sys.close(directory);
        }
        directory = NONE;
    }
}
