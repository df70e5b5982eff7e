// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.statfs;
import java.lang.foreign.MemorySegment;

/** What system calls report about a descriptor. Nothing of it is remembered: each method asks the kernel. */
public final class DescriptorFacts {
    /** The access mode of a descriptor that was opened for reading and writing. */
    public static final int READ_WRITE = LibC.O_RDWR();

    private DescriptorFacts() {}

    /**
     * Whether the file is a DMA-BUF: fstatfs(2).
     *
     * @return 1 where it is, 0 where it is another file, or the negative errno
     */
    public static int isDmaBuf(int fd) {
        MemorySegment stat = Scratch.cleared(statfs.layout());
        int result = Sys.fstatfs(fd, stat);
        if (result < 0) {
            return result;
        }
        return statfs.f_type(stat) == LinuxDmaBuf.DMA_BUF_MAGIC() ? 1 : 0;
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
