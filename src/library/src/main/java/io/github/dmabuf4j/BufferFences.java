// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_buf_export_sync_file;
import io.github.dmabuf4j.internal.gen.dma_buf_import_sync_file;
import io.github.dmabuf4j.internal.sys.Deadline;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import java.lang.foreign.MemorySegment;

/** Exports, imports and waits for the fences of a buffer. The caller holds the buffer's descriptor. */
final class BufferFences {
    private static final Ioctl EXPORT = new Ioctl(
            "DMA_BUF_IOCTL_EXPORT_SYNC_FILE",
            LinuxDmaBuf.DMA_BUF_IOCTL_EXPORT_SYNC_FILE(),
            dma_buf_export_sync_file.layout());
    private static final Ioctl IMPORT = new Ioctl(
            "DMA_BUF_IOCTL_IMPORT_SYNC_FILE",
            LinuxDmaBuf.DMA_BUF_IOCTL_IMPORT_SYNC_FILE(),
            dma_buf_import_sync_file.layout());

    private static final String KERNEL_ADVICE = "this kernel (Linux " + System.getProperty("os.version")
            + ") cannot exchange fences of buffers: that needs Linux 6.0 or newer with CONFIG_SYNC_FILE=y";

    private BufferFences() {}

    static SyncFile export(OwnedDescriptor buffer, Access mode) throws DmaBufException {
        SyncFile fences = SyncFile.withoutNumber(buffer.target());
        MemorySegment arg = Scratch.cleared(dma_buf_export_sync_file.layout());
        dma_buf_export_sync_file.flags(arg, mode.flags());
        int result = fences.own(EXPORT.create(buffer.number(), arg, dma_buf_export_sync_file.fd$offset()));
        if (result < 0) {
            fences.discard();
            throw failure(EXPORT, buffer, mode, -result);
        }
        return fences;
    }

    static void include(OwnedDescriptor buffer, SyncFile fences, Access mode) throws DmaBufException {
        try (HeldFd held = fences.holdFd()) {
            MemorySegment arg = Scratch.cleared(dma_buf_import_sync_file.layout());
            dma_buf_import_sync_file.flags(arg, mode.flags());
            dma_buf_import_sync_file.fd(arg, held.fd());
            int result = IMPORT.call(buffer.number(), arg);
            if (result < 0) {
                throw failure(IMPORT, buffer, mode, -result);
            }
        }
    }

    private static DmaBufException failure(Ioctl ioctl, OwnedDescriptor buffer, Access mode, int errno) {
        String target = buffer.target() + " (" + mode + ")";
        return errno == LibC.ENOTTY()
                ? new UnsupportedKernelException(ioctl.name(), target, errno, KERNEL_ADVICE)
                : new DmaBufException(ioctl.name(), target, errno);
    }

    /**
     * Returns what to wait for before an access: poll(2) reports a buffer readable without writers, writable without
     * users.
     */
    static Readiness readiness(OwnedDescriptor buffer, Access mode, DmaBuf owner) {
        int events = mode.writes() ? LibC.POLLOUT() : LibC.POLLIN();
        return new Readiness(buffer, events, owner, Readiness.Outcome.SUCCESS);
    }

    /** Waits without the carrier of the virtual thread. An interrupt does not end the wait. */
    static void awaitOnVirtualThread(Readiness readiness) {
        boolean interrupted = false;
        try {
            while (!isOver(readiness)) {
                interrupted = true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns false after an interrupt. */
    private static boolean isOver(Readiness readiness) {
        try {
            readiness.awaitHeld(Deadline.never());
        } catch (InterruptedException again) {
            return false;
        } catch (DmaBufException noWait) {
            // The call that follows waits in the kernel, and blocks the carrier meanwhile.
            return true;
        }
        return true;
    }
}
