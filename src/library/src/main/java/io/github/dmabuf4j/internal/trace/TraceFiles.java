// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.Privileges;
import io.github.dmabuf4j.internal.sys.Sys;

/** Writes files of tracefs. */
final class TraceFiles {
    private TraceFiles() {}

    /** Writes a value, or throws what the kernel says about it. */
    static void write(String path, String value) throws DmaBufException {
        check("write", path, tryWrite(path, value));
    }

    /**
     * Writes a value with one call. The file is not truncated: for {@code dynamic_events} that would remove the probes of others.
     *
     * @return 0, or the negative errno
     */
    static int tryWrite(String path, String value) {
        int fd = Sys.open(path, LibC.O_WRONLY() | LibC.O_APPEND() | LibC.O_CLOEXEC());
        if (fd < 0) {
            return fd;
        }
        try {
            return Sys.writeText(fd, value);
        } finally {
            Sys.close(fd);
        }
    }

    /** Throws an exception for a negative errno. */
    static void check(String operation, String path, int result) throws DmaBufException {
        if (result >= 0) {
            return;
        }
        if (ErrorNumber.isNoPermission(-result)) {
            throw new NoPermissionException(
                    operation, path, -result, Privileges.ofThisThread().missingForFileOfRoot());
        }
        throw new DmaBufException(operation, path, -result, advice(-result));
    }

    private static String advice(int errno) {
        if (errno == LibC.EROFS()) {
            return "tracefs is mounted read-only here: mount it for writing, or run outside of this container";
        }
        if (errno == LibC.EBUSY()) {
            return "another program has a file of it open; the next trace removes it";
        }
        return errno == LibC.ENOMEM() ? "the kernel has no memory for a buffer of this size on each processor" : "";
    }
}
