// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.FileType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a link of procfs leads to.
 *
 * @param device the file system that the inode is one of
 */
record FileIdentity(long inode, DeviceNumber device, long size, FileType type) {
    /** Empty where there is no such file any more, or this process may not follow the link. */
    static Optional<FileIdentity> of(Path link) {
        return FileStatus.read(link.toString()) < 0
                ? Optional.empty()
                : Optional.of(new FileIdentity(
                        FileStatus.inode(), FileStatus.fileSystem(), FileStatus.size(), FileStatus.type()));
    }

    /** Whether this can be that buffer: its inode has no file type, which every file that a program can make has. */
    boolean isBuffer(long bufferInode) {
        return inode == bufferInode && type == FileType.NONE;
    }
}
