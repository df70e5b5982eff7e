// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.gen.dma_buf_sync;
import io.github.dmabuf4j.internal.sys.DescriptorFacts;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a buffer holds of the kernel: its descriptor and the mapping of its access scopes. The caller of a method that calls the
 * kernel holds the descriptor.
 */
class BufferResource extends OwnedDescriptor {
    private static final Ioctl SYNC =
            new Ioctl("DMA_BUF_IOCTL_SYNC", LinuxDmaBuf.DMA_BUF_IOCTL_SYNC(), dma_buf_sync.layout());

    /** The arguments of all possible calls, by their flags. The kernel only reads them, so threads can share them. */
    private static final MemorySegment[] SYNC_ARGUMENTS =
            new MemorySegment[1 + (LinuxDmaBuf.DMA_BUF_SYNC_RW() | LinuxDmaBuf.DMA_BUF_SYNC_END())];

    static {
        for (int flags = 0; flags < SYNC_ARGUMENTS.length; flags++) {
            MemorySegment argument = dma_buf_sync.allocate(Arena.global());
            dma_buf_sync.flags(argument, flags);
            SYNC_ARGUMENTS[flags] = argument.asReadOnly();
        }
    }

    // The request number encodes 8 bytes, the size of the pointer. The pointer leads to a string.
    private static final Ioctl SET_NAME =
            new Ioctl("DMA_BUF_SET_NAME_B", LinuxDmaBuf.DMA_BUF_SET_NAME_B(), ValueLayout.JAVA_LONG);

    private static final String LINK_PREFIX = "/dmabuf:";

    private final long size;

    /** Null until the first access scope. */
    private volatile @Nullable ScopeMemory scopeMemory;

    /** A mapping of the whole buffer, and whether it can be written. */
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
    protected final String loss() {
        return shown() + " of " + size + " bytes";
    }

    final long size() {
        return size;
    }

    /** What a duplicate of the buffer holds: without a number yet. */
    BufferResource duplicate() {
        return new BufferResource("a duplicate", size);
    }

    /** One {@code DMA_BUF_IOCTL_SYNC} with these flags. */
    void sync(int flags) throws DmaBufException {
        MemorySegment argument = SYNC_ARGUMENTS[flags];
        boolean isEnd = (flags & LinuxDmaBuf.DMA_BUF_SYNC_END()) != 0;
        int result = isEnd ? SYNC.end(number(), argument) : SYNC.callUntilReady(number(), argument);
        if (result < 0) {
            throw new DmaBufException(SYNC.name(), target() + " (flags=" + flags + ")", -result);
        }
    }

    String name() throws DmaBufException {
        String link = DescriptorLink.of(number());
        if (!link.startsWith(LINK_PREFIX)) {
            throw new DmaBufException(
                    "readlink", OpenFiles.path(number()), 0, "it does not lead to a dma-buf but to " + link);
        }
        return link.substring(LINK_PREFIX.length());
    }

    /** Sets the name, of at most {@link DmaBuf#MAX_NAME_BYTES} bytes. */
    void setName(byte[] name) throws DmaBufException {
        DmaBufException.check(SET_NAME.name(), target(), SET_NAME.call(number(), Scratch.string(name)));
    }

    SyncFile exportSyncFile(Access mode) throws DmaBufException {
        return BufferFences.export(this, mode);
    }

    void importSyncFile(SyncFile fences, Access mode) throws DmaBufException {
        BufferFences.include(this, fences, mode);
    }

    /**
     * Returns the whole buffer, in one mapping that lives as long as the descriptor. The caller holds the descriptor.
     *
     * @throws NoPermissionException when {@code toWrite} is true and the descriptor is not open for writing
     */
    final MemorySegment memory(boolean toWrite) throws DmaBufException {
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
        int accessMode = DescriptorFacts.accessMode(number());
        DmaBufException.check("F_GETFL", target(), accessMode);
        boolean writable = accessMode == DescriptorFacts.READ_WRITE;
        Mapping mapping = Mapping.of(this, writable, 0, size);
        try {
            return new ScopeMemory(mapping, mapping.pages(), writable);
        } catch (Throwable outOfMemory) {
            mapping.unmap();
            throw outOfMemory;
        }
    }

    @Override
    protected final void releaseMemory() {
        ScopeMemory memory = scopeMemory;
        if (memory != null) {
            memory.mapping().unmap();
        }
    }
}
