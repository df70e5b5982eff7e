// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.testing;

import io.github.dmabuf4j.BufferAllocator;
import io.github.dmabuf4j.DmaBuf;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.standin.StandIn;

/**
 * Allocates buffers over memfd, for unit tests. They are not DMA-BUFs: the package describes what they do and what they do not.
 *
 * <p>Any thread may call any method, and many threads may allocate at once. Buffers stay valid when the allocator is closed.
 */
public final class MemfdAllocator implements BufferAllocator {
    private static final String NAME = "memfd";

    private volatile boolean closed;

    private MemfdAllocator() {}

    /**
     * Opens an allocator. From then on, until the process ends, {@link DmaBuf#adopt} and
     * {@link io.github.dmabuf4j.share.ShareChannel#receive()} take the buffers of such an allocator, of this or of another process,
     * in the place of DMA-BUFs.
     *
     * @return the allocator, to be closed by the caller
     */
    public static MemfdAllocator open() {
        StandIn.allow();
        return new MemfdAllocator();
    }

    /** Returns {@code memfd}; no exporter of DMA-BUFs has this name. */
    @Override
    public String name() {
        return NAME;
    }

    /**
     * Allocates a buffer of zeroed memory, whose size cannot change. Its descriptor can be mapped for reading and writing, and is
     * closed by exec.
     *
     * @param bytes at least 1; rounded up to whole pages
     * @return the buffer, to be closed by the caller
     * @throws IllegalArgumentException when {@code bytes} is not positive
     * @throws DmaBufException when {@code bytes} is more than the machine's memory (ENOMEM), or no descriptor is left (EMFILE,
     *     ENFILE)
     * @throws IllegalStateException when the allocator is closed
     */
    @Override
    public DmaBuf allocate(long bytes) throws DmaBufException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a buffer has at least 1 byte, not " + bytes);
        }
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
        int fd = StandIn.create(bytes);
        if (fd < 0) {
            throw new DmaBufException("memfd_create", NAME + " (" + bytes + " bytes)", -fd);
        }
        return adopt(fd);
    }

    private static DmaBuf adopt(int fd) throws DmaBufException {
        boolean adopted = false;
        try {
            DmaBuf buffer = DmaBuf.adopt(fd);
            adopted = true;
            return buffer;
        } finally {
            if (!adopted) {
                StandIn.close(fd);
            }
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    /** Closes the allocator. Its buffers stay valid. Further calls do nothing. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "MemfdAllocator";
    }
}
