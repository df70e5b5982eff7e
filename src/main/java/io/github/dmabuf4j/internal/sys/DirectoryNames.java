// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.ArrayList;
import java.util.List;

/**
 * What listing a directory of devfs, procfs or sysfs gave: its names, or the errno.
 *
 * @param errno 0 where it could be listed
 * @param names in the kernel's order; empty where it could not
 */
public record DirectoryNames(int errno, List<String> names) {
    /** Lists a directory; the descriptor that this takes is closed when it returns. */
    public static DirectoryNames of(String path) {
        int fd = Sys.open(path, LibC.O_RDONLY() | LibC.O_CLOEXEC());
        if (fd < 0) {
            return failed(-fd);
        }
        try {
            List<String> names = new ArrayList<>();
            int result = OpenFolder.listRest(
                    fd, (bytes, offset, length) -> names.add(KernelText.decode(bytes, offset, length)));
            return result < 0 ? failed(-result) : new DirectoryNames(0, names);
        } finally {
            Sys.close(fd);
        }
    }

    /** Whether it could be listed. */
    public boolean isRead() {
        return errno == 0;
    }

    private static DirectoryNames failed(int errno) {
        return new DirectoryNames(errno, List.of());
    }
}
