// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.sys.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a link of procfs leads to.
 *
 * @param device the file system that the inode is one of
 * @param mode file type and permissions
 */
record FileIdentity(long inode, DeviceNumber device, long size, int mode) {
    private static final int TYPE_BITS = 0xf000;

    /** Empty where there is no such file any more, or this process may not follow the link. */
    static Optional<FileIdentity> of(Path link) {
        try {
            Map<String, Object> read = Files.readAttributes(link, "unix:ino,dev,size,mode");
            DeviceNumber device = DeviceNumber.of(number(read, "dev"));
            return Optional.of(
                    new FileIdentity(number(read, "ino"), device, number(read, "size"), (int) number(read, "mode")));
        } catch (IOException notSeen) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, Object> read, String key) {
        return read.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** Whether this can be that buffer: its inode has no file type, which every file that a program can make has. */
    boolean isBuffer(long bufferInode) {
        return inode == bufferInode && (mode & TYPE_BITS) == 0;
    }
}
