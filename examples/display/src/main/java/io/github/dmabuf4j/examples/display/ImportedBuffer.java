// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.display;

import io.github.dmabuf4j.Device;
import io.github.dmabuf4j.Device.Ioctl;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.HeldFd;
import io.github.dmabuf4j.examples.common.drm.gen.Drm;
import io.github.dmabuf4j.examples.common.drm.gen.drm_gem_close;
import io.github.dmabuf4j.examples.common.drm.gen.drm_prime_handle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A card's reference to a DMA-BUF. The card can use the buffer until this is closed, even if all others close theirs. */
public final class ImportedBuffer implements AutoCloseable {
    private static final Ioctl PRIME_FD_TO_HANDLE =
            new Ioctl("DRM_IOCTL_PRIME_FD_TO_HANDLE", Drm.DRM_IOCTL_PRIME_FD_TO_HANDLE(), drm_prime_handle.layout());
    private static final Ioctl GEM_CLOSE =
            new Ioctl("DRM_IOCTL_GEM_CLOSE", Drm.DRM_IOCTL_GEM_CLOSE(), drm_gem_close.layout());

    private final Device card;
    private final int handle;

    private ImportedBuffer(Device card, int handle) {
        this.card = card;
        this.handle = handle;
    }

    /** Imports a buffer. The card returns the same handle each time a buffer is imported. */
    public static ImportedBuffer of(Device card, DmaBuf buffer) throws IOException {
        try (HeldFd fd = buffer.holdFd();
                Arena arena = Arena.ofConfined()) {
            MemorySegment prime = arena.allocate(drm_prime_handle.layout());
            drm_prime_handle.fd(prime, fd.fd());
            card.ioctl(PRIME_FD_TO_HANDLE, prime);
            return new ImportedBuffer(card, drm_prime_handle.handle(prime));
        }
    }

    /** The card's handle of the buffer. */
    public int handle() {
        return handle;
    }

    @Override
    public void close() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment close = arena.allocate(drm_gem_close.layout());
            drm_gem_close.handle(close, handle);
            card.ioctl(GEM_CLOSE, close);
        }
    }
}
