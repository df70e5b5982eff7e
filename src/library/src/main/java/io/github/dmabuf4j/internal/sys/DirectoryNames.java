// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

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
        List<String> names = new ArrayList<>();
        int result = OpenDirectory.list(
                path, (bytes, offset, length) -> names.add(KernelText.decode(bytes, offset, length)));
        return result < 0 ? new DirectoryNames(-result, List.of()) : new DirectoryNames(0, names);
    }

    /** Whether it could be listed. */
    public boolean isRead() {
        return errno == 0;
    }
}
