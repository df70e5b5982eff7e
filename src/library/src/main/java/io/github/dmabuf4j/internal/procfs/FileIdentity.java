// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.FileType;
import io.github.dmabuf4j.internal.sys.OpenDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file that a link of procfs leads to.
 *
 * @param inode its inode, unsigned 64 bits
 * @param device the file system of the inode
 * @param size bytes
 * @param type what kind of file it is
 */
public record FileIdentity(long inode, DeviceNumber device, long size, FileType type) {
    /** Follows a link. Empty if there is no such file any more, or this process may not follow the link. */
    public static Optional<FileIdentity> of(Path link) {
        return ofStatus(FileStatus.read(link.toString()));
    }

    /** The inode of the file that the link NUMBER leads to. Empty for the same reasons. */
    static OptionalLong inode(int directory, long number) {
        return OpenDirectory.status(directory, number) < 0 ? OptionalLong.empty() : OptionalLong.of(FileStatus.inode());
    }

    private static Optional<FileIdentity> ofStatus(int result) {
        return result < 0
                ? Optional.empty()
                : Optional.of(new FileIdentity(
                        FileStatus.inode(), FileStatus.fileSystem(), FileStatus.size(), FileStatus.type()));
    }

    /** Whether this can be that buffer. Its inode has no file type; the inode of each file that a program can make has one. */
    boolean isBuffer(long bufferInode) {
        return inode == bufferInode && type == FileType.NONE;
    }
}
