// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ConstantIoctl;
import io.github.dmabuf4j.internal.sys.KernelText;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a file that stands in for a DMA-BUF in unit tests holds of the kernel. No device uses its memory: there are no caches to
 * synchronise, and no fences. Its name is kept here.
 */
final class StandInResource extends BufferResource {
    private static final String ADVICE =
            "this is a stand-in over memfd of dmabuf4j-testing, which has no fences: use a DMA-BUF of a heap or of udmabuf";

    /** Shared with the duplicates. */
    private final AtomicReference<String> name;

    StandInResource(long size) {
        this("dmabuf4j-testing", size, new HeldMemory(size), new AtomicReference<>(""));
    }

    private StandInResource(String origin, long size, HeldMemory held, AtomicReference<String> name) {
        super(origin, size, held);
        this.name = name;
    }

    @Override
    protected String kind() {
        return "memfd stand-in";
    }

    @Override
    BufferResource duplicate() {
        return new StandInResource(DUPLICATE, size(), held(), name);
    }

    @Override
    void sync(ConstantIoctl call, String what, Access mode) {
        // The processor alone uses the memory.
    }

    @Override
    String name() {
        return name.get();
    }

    @Override
    void setName(byte[] bytes) {
        name.set(KernelText.decode(bytes));
    }

    @Override
    SyncFile exportSyncFile(Access mode) throws DmaBufException {
        throw noFences("DMA_BUF_IOCTL_EXPORT_SYNC_FILE", mode);
    }

    @Override
    void importSyncFile(SyncFile fences, Access mode) throws DmaBufException {
        throw noFences("DMA_BUF_IOCTL_IMPORT_SYNC_FILE", mode);
    }

    /** The errno is that of the kernel for a file that is not a DMA-BUF. */
    private UnsupportedKernelException noFences(String ioctl, Access mode) {
        return new UnsupportedKernelException(ioctl, target() + " (" + mode + ")", LibC.ENOTTY(), ADVICE);
    }
}
