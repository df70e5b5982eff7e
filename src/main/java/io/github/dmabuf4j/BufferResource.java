// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a buffer holds of the kernel: its descriptor and the mapping of its access scopes. Knows nothing of the
 * {@link DmaBuf}, so that the Cleaner can end it after the buffer was dropped.
 */
final class BufferResource extends Descriptor {
    private static final Logger LOG = LoggerFactory.getLogger(DmaBuf.class);

    private final String origin;
    private final long size;
    private final Throwable site = new Throwable("it came from here");

    /** What an access scope needs; null until the first one. */
    private @Nullable ScopeMemory scopeMemory;

    /** The whole buffer, and whether the descriptor lets it be written. */
    private record ScopeMemory(Mapping mapping, MemorySegment pages, boolean writable) {}

    BufferResource(int fd, String origin, long size) {
        super(fd);
        this.origin = origin;
        this.size = size;
    }

    @Override
    public String target() {
        return "dma-buf fd " + number() + " of " + origin;
    }

    long size() {
        return size;
    }

    /**
     * The whole buffer, mapped once and for as long as the descriptor lives; the caller holds the descriptor.
     *
     * @throws NoPermissionException where it has to be writable and the descriptor does not allow that
     */
    synchronized MemorySegment memory(boolean toWrite) throws DmaBufException {
        if (scopeMemory == null) {
            scopeMemory = mapWhole();
        }
        if (toWrite && !scopeMemory.writable()) {
            throw Mapping.notOpenFor("writing", "access", target());
        }
        return scopeMemory.pages();
    }

    private ScopeMemory mapWhole() throws DmaBufException {
        int flags = Sys.fcntl(number(), LibC.F_GETFL(), 0);
        boolean writable = flags >= 0 && (flags & LibC.O_ACCMODE()) == LibC.O_RDWR();
        Mapping mapping = Mapping.of(this, writable, 0, size);
        try {
            return new ScopeMemory(mapping, mapping.pages(), writable);
        } catch (Throwable outOfMemory) {
            mapping.unmap();
            throw outOfMemory;
        }
    }

    @Override
    protected synchronized void dispose() {
        try {
            if (scopeMemory != null) {
                scopeMemory.mapping().unmap();
            }
        } finally {
            super.dispose();
        }
    }

    /** What the Cleaner runs when the buffer cannot be reached any more. */
    void dropped() {
        String how = isClosed() ? "was closed, but an access scope of it was never ended" : "was dropped without close";
        if (abandon()) {
            LOG.warn("{} of {} bytes {}; it is freed now", target(), size, how, site);
        }
    }
}
