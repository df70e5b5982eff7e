// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;

/** Files in memory. */
public final class Memfd {
    private Memfd() {}

    /**
     * Creates a file of zeroed memory, closed by exec: memfd_create(2), ftruncate(2) and fcntl(2) with F_ADD_SEALS.
     *
     * @param name what procfs shows of it
     * @return its descriptor, for the caller to close, or the negative errno of the first call that failed
     */
    public static int create(String name, long bytes, int seals) {
        int fd = Sys.memfdCreate(name, LibC.MFD_CLOEXEC() | LibC.MFD_ALLOW_SEALING());
        if (fd < 0) {
            return fd;
        }
        boolean complete = false;
        try {
            int resized = Sys.ftruncate(fd, bytes);
            int result = resized < 0 ? resized : Sys.fcntl(fd, LibC.F_ADD_SEALS(), seals);
            complete = result >= 0;
            return complete ? fd : result;
        } finally {
            if (!complete) {
                Sys.close(fd);
            }
        }
    }
}
