// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages of a buffer in this process's memory, unmapped once. Always shared: some exporters refuse private mappings. */
final class Mapping {
    private static final Logger LOG = LoggerFactory.getLogger(Mapping.class);

    private final long length;
    private final AtomicBoolean mapped = new AtomicBoolean();
    private long address;

    private Mapping(long length) {
        this.length = length;
    }

    /** Maps whole pages of a descriptor that the caller holds. */
    static Mapping of(Descriptor descriptor, boolean writable, long offset, long length) throws DmaBufException {
        // Made before the kernel maps, so that nothing can fail in between.
        Mapping mapping = new Mapping(length);
        int protection = LibC.PROT_READ() | (writable ? LibC.PROT_WRITE() : 0);
        long result = Sys.mmap(length, protection, LibC.MAP_SHARED(), descriptor.number(), offset);
        // Addresses of user space are never negative.
        if (result < 0) {
            throw failure(descriptor, (int) -result, writable, offset, length);
        }
        mapping.address = result;
        mapping.mapped.set(true);
        return mapping;
    }

    /** The pages, alive until {@link #unmap} whatever the segment says: to be given a lifetime by the caller. */
    MemorySegment pages() {
        return MemorySegment.ofAddress(address).reinterpret(length);
    }

    /** The pages, which live as long as the arena; unmapped already where that fails. */
    MemorySegment pages(Arena arena) {
        try {
            return pages().reinterpret(arena, ended -> unmap());
        } catch (Throwable unusableArena) {
            unmap();
            throw unusableArena;
        }
    }

    /** Unmaps the pages; further calls do nothing. */
    void unmap() {
        int result = mapped.getAndSet(false) ? Sys.munmap(address, length) : 0;
        if (result < 0) {
            LOG.error("munmap of {} bytes failed: errno {}; this is a defect of dmabuf4j", length, -result);
        }
    }

    private static DmaBufException failure(
            Descriptor descriptor, int errno, boolean writable, long offset, long length) {
        String target = descriptor.target() + " (offset=" + offset + ", length=" + length + ")";
        if (errno == LibC.EACCES()) {
            return notOpenFor(writable ? "writing" : "reading", "mmap", target);
        }
        return new DmaBufException("mmap", target, errno);
    }

    static NoPermissionException notOpenFor(String use, String operation, String target) {
        return new NoPermissionException(operation, target, LibC.EACCES(), "the descriptor is not open for " + use);
    }
}
