// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.Descriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.lang.foreign.MemorySegment;
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

    private MemorySegment mapping = MemorySegment.NULL;

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

    /** The whole buffer, mapped once and for as long as the descriptor lives; the caller holds the descriptor. */
    synchronized MemorySegment mapping() throws DmaBufException {
        if (mapping.address() == 0) {
            mapping = Mapping.map(this, isWritable(), 0, size);
        }
        return mapping;
    }

    /** Whether the descriptor allows writing through a mapping; the caller holds the descriptor. */
    boolean isWritable() {
        int flags = Sys.fcntl(number(), LibC.F_GETFL(), 0);
        return flags >= 0 && (flags & LibC.O_ACCMODE()) == LibC.O_RDWR();
    }

    @Override
    protected synchronized void dispose() {
        if (mapping.address() != 0) {
            Mapping.unmap(mapping);
        }
        super.dispose();
    }

    /** What the Cleaner runs when the buffer cannot be reached any more. */
    void dropped() {
        if (abandon()) {
            LOG.warn("{} of {} bytes was dropped without close and is freed now", target(), size, site);
        }
    }
}
