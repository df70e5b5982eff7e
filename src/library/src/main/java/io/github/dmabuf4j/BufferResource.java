// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.jfr.BufferCloseEvent;
import io.github.dmabuf4j.internal.jfr.BufferFacts;
import io.github.dmabuf4j.internal.jfr.Events;
import io.github.dmabuf4j.internal.sys.ConstantIoctl;
import io.github.dmabuf4j.internal.sys.DescriptorFacts;
import io.github.dmabuf4j.internal.sys.FileStatus;
import io.github.dmabuf4j.internal.sys.Ioctl;
import io.github.dmabuf4j.internal.sys.OpenFiles;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import io.github.dmabuf4j.internal.sys.Scratch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a buffer holds of the kernel: its descriptor and the mapping of its access scopes. The caller of a method that calls the
 * kernel holds the descriptor.
 */
class BufferResource extends OwnedDescriptor implements BufferFacts {
    // The request number encodes 8 bytes, the size of the pointer. The pointer leads to a string.
    private static final Ioctl SET_NAME =
            new Ioctl("DMA_BUF_SET_NAME_B", LinuxDmaBuf.DMA_BUF_SET_NAME_B(), ValueLayout.JAVA_LONG);

    /** The origin of a duplicate. */
    static final String DUPLICATE = "a duplicate";

    private static final String LINK_PREFIX = "/dmabuf:";

    private final long size;
    private final HeldMemory held;

    /** Null where the ledger was off. */
    private final @Nullable LedgerEntry entry;

    /** 0 until it was read: the kernel counts from 1. */
    private volatile long inode;

    /** Whether the number can be that of another file by now. */
    private volatile boolean isGone;

    /** Null until the first access scope. */
    private volatile @Nullable ScopeMemory scopeMemory;

    /** A mapping of the whole buffer, and whether it can be written. */
    private record ScopeMemory(Mapping mapping, MemorySegment pages, boolean writable) {}

    /** What holds a buffer that this process has not counted yet. */
    BufferResource(String origin, long size) {
        this(origin, size, new HeldMemory(size));
    }

    /** What holds the same buffer as others do. */
    BufferResource(String origin, long size, HeldMemory held) {
        super(DmaBuf.class, origin);
        this.size = size;
        this.held = held;
        this.entry = BufferLedger.entryOf(this, super.site());
    }

    /** The ledger records a site where the descriptor has none. */
    @Override
    protected final @Nullable Throwable site() {
        return entry == null ? super.site() : entry.site();
    }

    /** Like {@link #own}, and counts the buffer. Cannot fail. */
    final int take(int result) {
        if (own(result) >= 0) {
            held.opened();
            if (entry != null) {
                entry.add();
            }
        }
        return result;
    }

    @Override
    protected final void gone() {
        isGone = true;
        held.gone();
        if (entry != null) {
            entry.remove();
        }
    }

    /** Gives the number away, as {@link #detachFor}. */
    final int detachRecorded(DmaBuf owner) {
        BufferCloseEvent event = isClosed() ? null : Events.close(this);
        int number = detachFor(owner);
        if (event != null) {
            event.commit(true);
        }
        return number;
    }

    @Override
    protected void dispose() {
        BufferCloseEvent event = hasNumber() ? Events.close(this) : null;
        try {
            super.dispose();
        } finally {
            if (event != null) {
                event.commit(false);
            }
        }
    }

    @Override
    protected final void dropped() {
        try {
            if (Events.areDropsWanted()) {
                knownInode();
            }
        } catch (Throwable shortage) {
            // The event has no inode then.
        }
    }

    @Override
    protected final void freed(String how) {
        Events.dropped(this, how, site());
    }

    @Override
    protected String kind() {
        return "dma-buf";
    }

    @Override
    protected final String loss() {
        return shown() + " of " + size + " bytes";
    }

    @Override
    public final long size() {
        return size;
    }

    /** Returns the inode if it was read already, else 0. */
    final long inodeRead() {
        return inode;
    }

    /** Reads the inode. The caller holds the descriptor. */
    final long inode() throws DmaBufException {
        int result = readInode();
        // Not by check(): the text of the target would slow down the first look-up of a JVM, and only a failure
        // needs it.
        if (result < 0) {
            throw new DmaBufException("statx", target(), -result);
        }
        return inode;
    }

    private int readInode() {
        int result = FileStatus.read(number(), LibC.STATX_INO());
        if (result >= 0) {
            inode = FileStatus.inode();
        }
        return result;
    }

    @Override
    public final long knownInode() {
        if (inode == 0 && !isGone) {
            readInode();
        }
        return inode;
    }

    /** What a duplicate of the buffer holds: without a number yet. */
    BufferResource duplicate() {
        return new BufferResource(DUPLICATE, size, held);
    }

    /** The memory that duplicates share. */
    final HeldMemory held() {
        return held;
    }

    /** Calls {@code DMA_BUF_IOCTL_SYNC} at the start of an access. */
    final void start(Access mode) throws DmaBufException {
        sync(SyncCalls.of(mode).start(), "START", mode);
    }

    /** Calls {@code DMA_BUF_IOCTL_SYNC} at the end of an access. */
    final void end(Access mode) throws DmaBufException {
        sync(SyncCalls.of(mode).end(), "END", mode);
    }

    /** Makes one of the calls of a scope. */
    void sync(ConstantIoctl call, String what, Access mode) throws DmaBufException {
        int result = call.callUntilReady(number());
        if (result < 0) {
            throw new DmaBufException(call.name(), target() + " (" + what + ", " + mode + ")", -result);
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
