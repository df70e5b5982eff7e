// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Pages of a buffer in this process's memory, unmapped once. Always shared: some exporters refuse private mappings. */
final class Mapping {
    private static final UnmapQueue UNMAP_QUEUE = new UnmapQueue(Mapping::munmap, OwnedDescriptor::runAfterCollection);

    private final long length;
    private final AtomicBoolean mapped = new AtomicBoolean();
    private long address;
    private @Nullable Mapping next;

    Mapping(long length) {
        this.length = length;
    }

    /** Maps whole pages of a descriptor that the caller holds. */
    static Mapping of(Descriptor descriptor, boolean writable, long offset, long length) throws DmaBufException {
        // Made before the kernel maps, so that nothing can fail in between.
        Mapping mapping = new Mapping(length);
        // Of nothing: what has run once needs no class and no memory any more.
        mapping.unmap();
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

    /** A part of the pages, which live as long as the arena; unmapped already where that fails. */
    MemorySegment part(long offset, long bytes, boolean writable, Arena arena) {
        try {
            MemorySegment part = pages().asSlice(offset, bytes);
            // Last: the arena unmaps from then on, and the caller has the segment.
            return (writable ? part : part.asReadOnly()).reinterpret(arena, ended -> unmap());
        } catch (Throwable unusableArena) {
            unmap();
            throw unusableArena;
        }
    }

    /** Unmaps the pages, or leaves them to {@link UnmapQueue}; further calls do nothing. */
    void unmap() {
        if (mapped.getAndSet(false)) {
            UNMAP_QUEUE.unmap(this);
        }
    }

    private int munmap() {
        return Sys.munmap(address, length);
    }

    long length() {
        return length;
    }

    /** Of the {@link UnmapQueue}. */
    @Nullable
    Mapping next() {
        return next;
    }

    void setNext(@Nullable Mapping kept) {
        next = kept;
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
