// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.OpenFiles;

/** The file of an open descriptor, as procfs names it. */
final class DescriptorLink {
    private static final String ADVICE = "either /proc is not mounted, or other code has closed the descriptor";

    private DescriptorLink() {}

    static String of(int fd) throws DmaBufException {
        return text(fd, OpenFiles.readLink(fd));
    }

    /** The name that a reading gave; fails with its errno where it gave none. */
    static String text(int fd, KernelFile link) throws DmaBufException {
        if (!link.isRead()) {
            String advice = link.errno() == LibC.ENOENT() ? ADVICE : "";
            throw new DmaBufException("readlink", OpenFiles.path(fd), link.errno(), advice);
        }
        return link.text();
    }
}
