// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;

/** What the CPU or a device does with the content of a buffer. */
public enum Access {
    /** Reads. Several readers can use the buffer at the same time. */
    READ(LinuxDmaBuf.DMA_BUF_SYNC_READ()),
    /** Writes. */
    WRITE(LinuxDmaBuf.DMA_BUF_SYNC_WRITE()),
    /** Reads and writes. */
    READ_WRITE(LinuxDmaBuf.DMA_BUF_SYNC_RW());

    private final int flags;

    Access(int flags) {
        this.flags = flags;
    }

    /** The flags of {@code DMA_BUF_IOCTL_SYNC} and of the ioctls that exchange fences. */
    int flags() {
        return flags;
    }

    boolean writes() {
        return this != READ;
    }
}
