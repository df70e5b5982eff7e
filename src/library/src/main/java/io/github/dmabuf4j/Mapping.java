// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a buffer that are mapped into this process, with MAP_SHARED since some exporters refuse private mappings.
 */
final class Mapping {
    private static final UnmapQueue UNMAP_QUEUE = new UnmapQueue(Mapping::munmap, OwnedDescriptor::runAfterCollection);

    private final long length;
    private final AtomicBoolean mapped = new AtomicBoolean();
    private long address;
    private @Nullable Mapping next;

    Mapping(long length) {
        this.length = length;
    }

    /** Returns whether a mode is that of a writable mapping. Refuses other modes than the two. */
    static boolean isWritable(MapMode mode) {
        if (mode.equals(MapMode.READ_WRITE)) {
            return true;
        }
        if (mode.equals(MapMode.READ_ONLY)) {
            return false;
        }
        throw new UnsupportedOperationException("the mode of a mapping must be READ_ONLY or READ_WRITE, not " + mode);
    }

    /** Maps whole pages. The caller holds the descriptor. */
    static Mapping of(Descriptor descriptor, boolean writable, long offset, long length) throws DmaBufException {
        // Created before mmap, so that no failure of Java can come after it.
        Mapping mapping = new Mapping(length);
        // Does nothing, but loads all classes that the real call needs, which then cannot fail for want of memory.
        mapping.unmap();
        int protection = LibC.PROT_READ() | (writable ? LibC.PROT_WRITE() : 0);
        long result = Sys.mmap(length, protection, LibC.MAP_SHARED(), descriptor.number(), offset);
        // A result that is negative is an errno: no address of user space is.
        if (result < 0) {
            throw failure(descriptor, (int) -result, writable, offset, length);
        }
        mapping.address = result;
        mapping.mapped.set(true);
        return mapping;
    }

    /** Returns the pages, valid until {@link #unmap}. The caller has to give the segment a lifetime. */
    MemorySegment pages() {
        return MemorySegment.ofAddress(address).reinterpret(length);
    }

    /** Returns a part of the pages, and has the arena unmap them. Unmaps them at once when that fails. */
    MemorySegment part(long offset, long bytes, boolean writable, Arena arena) {
        try {
            MemorySegment part = pages().asSlice(offset, bytes);
            // The last step: from then on the arena unmaps the pages.
            return (writable ? part : part.asReadOnly()).reinterpret(arena, ended -> unmap());
        } catch (Throwable unusableArena) {
            unmap();
            throw unusableArena;
        }
    }

    /** Unmaps the pages, or leaves that to {@link UnmapQueue}. Further calls do nothing. */
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

    /** The next one in the list of {@link UnmapQueue}. */
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
