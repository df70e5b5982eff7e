// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import java.util.ArrayList;
import java.util.List;

/**
 * The names in a directory of devfs, procfs or sysfs, or the errno.
 *
 * @param errno 0 if the directory was listed
 * @param names in the kernel's order; empty if it was not listed
 */
public record DirectoryNames(int errno, List<String> names) {
    /** Lists a directory. */
    public static DirectoryNames of(String path) {
        List<String> names = new ArrayList<>();
        int result = OpenDirectory.list(
                path, (bytes, offset, length) -> names.add(KernelText.decode(bytes, offset, length)));
        return result < 0 ? new DirectoryNames(-result, List.of()) : new DirectoryNames(0, names);
    }

    /** Whether the directory was listed. */
    public boolean isRead() {
        return errno == 0;
    }
}
