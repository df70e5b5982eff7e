// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sysfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Sys;
import java.nio.file.Path;

/**
 * The directory of the statistics. The kernel's own is opened once for the process and stays open; another one is opened for
 * each use.
 *
 * @param path where it is
 */
public record BuffersDirectory(Path path) {
    /** Where the kernel has the statistics. */
    public static final Path OF_KERNEL = Path.of("/sys/kernel/dmabuf/buffers");

    private static final int NOT_OPEN = -1;
    private static final Object OPENING = new Object();
    private static volatile int kernels = NOT_OPEN;

    /** Whether the kernel made its entries, and not a person. */
    boolean isOfKernel() {
        return path.equals(OF_KERNEL);
    }

    /**
     * Opens the directory.
     *
     * @return a descriptor for {@link #close}, or the negative errno
     */
    public int open() {
        if (!isOfKernel()) {
            return openAnew();
        }
        return kernels == NOT_OPEN ? openKernels() : kernels;
    }

    private static int openKernels() {
        synchronized (OPENING) {
            if (kernels == NOT_OPEN) {
                int fd = new BuffersDirectory(OF_KERNEL).openAnew();
                if (fd < 0) {
                    return fd;
                }
                kernels = fd;
            }
            return kernels;
        }
    }

    private int openAnew() {
        return Sys.open(path.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
    }

    /** Ends a use. Does nothing with an errno. */
    public void close(int fd) {
        if (fd >= 0 && fd != kernels) {
            Sys.close(fd);
        }
    }

    /** The exception for a directory that was there once and cannot be opened or listed now. */
    public DmaBufException failure(int errno) {
        String advice = errno == LibC.ENOENT() ? "it has gone" : "";
        return new DmaBufException("readdir", path.toString(), errno, advice);
    }
}
