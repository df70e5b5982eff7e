// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The result of the last statx(2) of this thread. It is valid until the thread's next system call.
 *
 * <p>The offsets are written by hand. To load the generated class of the structure takes as long as a thousand calls, since it
 * makes a handle for each array.
 */
public final class FileStatus {
    static final int LINKS = 16;
    static final int OWNER = 20;
    static final int MODE = 28;
    static final int INODE = 32;
    static final int SIZE = 40;
    static final int CHANGE_SECONDS = 96;
    static final int CHANGE_NANOS = 104;
    static final int DEVICE_MAJOR = 128;
    static final int DEVICE_MINOR = 132;
    static final int FILE_SYSTEM_MAJOR = 136;
    static final int FILE_SYSTEM_MINOR = 140;

    private static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");

    private FileStatus() {}

    /**
     * Reads the status of an open file.
     *
     * @param mask what to read, such as STATX_INO
     * @return 0, or the negative errno
     */
    public static int read(int fd, int mask) {
        return Sys.statx(fd, EMPTY_PATH.address(), LibC.AT_EMPTY_PATH(), mask, Scratch.bytes());
    }

    /** Reads the status of a file below an open directory. */
    static int read(int directory, long path) {
        return Sys.statx(directory, path, 0, LibC.STATX_BASIC_STATS(), Scratch.bytes());
    }

    /** Reads the status of a name in an open directory. A symbolic link is not followed. */
    static int readEntry(int directory, MemorySegment name) {
        int flags = LibC.AT_SYMLINK_NOFOLLOW();
        try {
            return Sys.statx(directory, name.address(), flags, LibC.STATX_BASIC_STATS(), Scratch.bytes());
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    /**
     * Reads the status of a file without opening it. Symbolic links are followed.
     *
     * @return 0, or the negative errno
     */
    public static int read(String path) {
        return Sys.onPath(path, name -> read(LibC.AT_FDCWD(), name));
    }

    static int links() {
        return Scratch.view().getInt(LINKS);
    }

    /** Type and permissions. */
    static int mode() {
        return Short.toUnsignedInt(Scratch.view().getShort(MODE));
    }

    /** The number of the device that the file is; 0:0 if it is not a device. */
    static DeviceNumber device() {
        return device(DEVICE_MAJOR, DEVICE_MINOR);
    }

    private static DeviceNumber device(int majorAt, int minorAt) {
        long major = Integer.toUnsignedLong(Scratch.view().getInt(majorAt));
        return new DeviceNumber(major, Integer.toUnsignedLong(Scratch.view().getInt(minorAt)));
    }

    public static long inode() {
        return Scratch.view().getLong(INODE);
    }

    public static long size() {
        return Scratch.view().getLong(SIZE);
    }

    /** The type of the file. The mask must have had STATX_TYPE. */
    public static FileType type() {
        return FileType.of(mode());
    }

    /** The number of the user whom the file belongs to. */
    static int owner() {
        return Scratch.view().getInt(OWNER);
    }

    /** What {@link FileVersion} compares. The mask must have had STATX_BASIC_STATS. */
    static FileVersion version() {
        return new FileVersion(
                fileSystem(),
                inode(),
                size(),
                Scratch.view().getLong(CHANGE_SECONDS),
                Scratch.view().getInt(CHANGE_NANOS));
    }

    /** The device number of the file system that the file is on. */
    public static DeviceNumber fileSystem() {
        return device(FILE_SYSTEM_MAJOR, FILE_SYSTEM_MINOR);
    }
}
