// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.statfs;

/** What system calls report about a descriptor. Nothing of it is remembered: each method asks the kernel. */
public final class DescriptorFacts {
    /** The magic number of the file system that all DMA-BUFs are on, and no other file. */
    public static final long DMA_BUF = LinuxDmaBuf.DMA_BUF_MAGIC();

    /** The access mode of a descriptor that was opened for reading and writing. */
    public static final int READ_WRITE = LibC.O_RDWR();

    private static final int TYPE = (int) statfs.f_type$offset();

    private DescriptorFacts() {}

    /**
     * The magic number of the file system that the file is on, such as {@link #DMA_BUF}: fstatfs(2).
     *
     * @return the number, or the negative errno
     */
    public static long fileSystem(int fd) {
        int result = Sys.fstatfs(fd);
        return result < 0 ? result : Scratch.view().getLong(TYPE);
    }

    /**
     * The access mode, such as {@link #READ_WRITE}: fcntl(2) with F_GETFL.
     *
     * @return the mode, or the negative errno
     */
    public static int accessMode(int fd) {
        int flags = Sys.fcntl(fd, LibC.F_GETFL(), 0);
        return flags < 0 ? flags : flags & LibC.O_ACCMODE();
    }

    /**
     * The size of a DMA-BUF: lseek(2) with SEEK_END, which moves no offset of such a file. It costs less than the file's status.
     *
     * @return bytes, or the negative errno
     */
    public static long bufferBytes(int fd) {
        return Sys.lseek(fd, 0, LibC.SEEK_END());
    }

    /**
     * The offset of the end of the file: lseek(2) with SEEK_END. The file offset is 0 afterwards.
     *
     * @return bytes, or the negative errno
     */
    public static long endOffset(int fd) {
        long end = Sys.lseek(fd, 0, LibC.SEEK_END());
        long start = Sys.lseek(fd, 0, LibC.SEEK_SET());
        return end < 0 ? end : start < 0 ? start : end;
    }
}
