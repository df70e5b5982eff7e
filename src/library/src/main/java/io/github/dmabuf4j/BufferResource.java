// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What a buffer holds of the kernel: its descriptor and the mapping of its access scopes. */
final class BufferResource extends OwnedDescriptor {
    private final long size;

    /** What an access scope needs; null until the first one. */
    private volatile @Nullable ScopeMemory scopeMemory;

    /** The whole buffer, and whether the descriptor lets it be written. */
    private record ScopeMemory(Mapping mapping, MemorySegment pages, boolean writable) {}

    BufferResource(String origin, long size) {
        super(DmaBuf.class, origin);
        this.size = size;
    }

    @Override
    protected String kind() {
        return "dma-buf";
    }

    @Override
    protected String loss() {
        return shown() + " of " + size + " bytes";
    }

    long size() {
        return size;
    }

    /**
     * The whole buffer, mapped once and for as long as the descriptor lives; the caller holds the descriptor.
     *
     * @throws NoPermissionException where it has to be writable and the descriptor does not allow that
     */
    MemorySegment memory(boolean toWrite) throws DmaBufException {
        ScopeMemory known = scopeMemory;
        ScopeMemory memory = known == null ? mapOnce() : known;
        if (toWrite && !memory.writable()) {
            throw Mapping.notOpenFor("writing", "access", target());
        }
        return memory.pages();
    }

    private synchronized ScopeMemory mapOnce() throws DmaBufException {
        ScopeMemory memory = scopeMemory;
        if (memory == null) {
            memory = mapWhole();
            scopeMemory = memory;
        }
        return memory;
    }

    private ScopeMemory mapWhole() throws DmaBufException {
        int flags = Sys.fcntl(number(), LibC.F_GETFL(), 0);
        DmaBufException.check("F_GETFL", target(), flags);
        boolean writable = (flags & LibC.O_ACCMODE()) == LibC.O_RDWR();
        Mapping mapping = Mapping.of(this, writable, 0, size);
        try {
            return new ScopeMemory(mapping, mapping.pages(), writable);
        } catch (Throwable outOfMemory) {
            mapping.unmap();
            throw outOfMemory;
        }
    }

    @Override
    protected void dispose() {
        ScopeMemory memory = scopeMemory;
        try {
            if (memory != null) {
                memory.mapping().unmap();
            }
        } finally {
            super.dispose();
        }
    }
}
