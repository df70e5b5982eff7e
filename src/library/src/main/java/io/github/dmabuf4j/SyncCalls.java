// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_buf_sync;
import io.github.dmabuf4j.internal.sys.ConstantIoctl;
import io.github.dmabuf4j.internal.sys.Ioctl;

/**
 * The two calls of a scope of one mode.
 *
 * @param start tells the kernel that the access starts
 * @param end tells the kernel that it has ended
 */
record SyncCalls(ConstantIoctl start, ConstantIoctl end) {
    private static final Ioctl SYNC =
            new Ioctl("DMA_BUF_IOCTL_SYNC", LinuxDmaBuf.DMA_BUF_IOCTL_SYNC(), dma_buf_sync.layout());

    private static final SyncCalls OF_READ = withFlags(Access.READ.flags());
    private static final SyncCalls OF_WRITE = withFlags(Access.WRITE.flags());
    private static final SyncCalls OF_READ_WRITE = withFlags(Access.READ_WRITE.flags());

    private static SyncCalls withFlags(int mode) {
        return new SyncCalls(
                call(LinuxDmaBuf.DMA_BUF_SYNC_START() | mode), call(LinuxDmaBuf.DMA_BUF_SYNC_END() | mode));
    }

    private static ConstantIoctl call(long flags) {
        return ConstantIoctl.of(SYNC, argument -> dma_buf_sync.flags(argument, flags));
    }

    static SyncCalls of(Access mode) {
        // Comparisons, since compilers know their results where the mode is a constant. They do not know the elements
        // of an array.
        if (mode == Access.READ) {
            return OF_READ;
        }
        return mode == Access.WRITE ? OF_WRITE : OF_READ_WRITE;
    }
}
