// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Headroom;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A scope in which the CPU accesses a buffer's bytes.
 *
 * <p>The scope tells the kernel about the start and the end of the access, with the same mode
 * ({@code DMA_BUF_IOCTL_SYNC}, Linux 4.6). The kernel keeps the CPU's caches coherent with what devices see. At the
 * start it waits for the fences of devices that still use the buffer. Scopes of one buffer can nest and overlap. Access
 * to a mapping of {@link DmaBuf#map} needs a scope, too: a {@link CpuSync} suffices for it.
 *
 * <p>Only the thread that opened the scope can access the segment and close the scope. If the buffer is closed while a
 * scope is open, the close takes effect when the scope ends. If the scope is never closed, the buffer is freed after a
 * garbage collection in which both are unreachable.
 */
public final class CpuAccess implements AutoCloseable {
    /**
     * The buffer of a scope. Also the cleanup action of the segment's arena, so that the buffer stays reachable while
     * only the segment is.
     */
    interface Target extends SyncTarget, Consumer<MemorySegment> {
        @Override
        default void accept(MemorySegment dead) {
            // The arena's reference to this is all that is needed.
        }
    }

    private final Target target;
    private final Access mode;
    private final Arena arena;
    private final MemorySegment segment;
    private boolean open = true;

    @SuppressWarnings("MustBeClosedChecker") // close() closes the arena
    private CpuAccess(Target target, Access mode, MemorySegment memory) {
        this.target = target;
        this.mode = mode;
        this.arena = Arena.ofConfined();
        MemorySegment scoped = memory.reinterpret(arena, target);
        this.segment = mode.writes() ? scoped : scoped.asReadOnly();
    }

    /** Opens a scope. After a failure the caller releases the target. */
    static CpuAccess start(Target target, Access mode, MemorySegment memory) throws DmaBufException {
        // Before START, whatever can fail for want of Java memory: each START must have its END.
        CpuAccess access = new CpuAccess(target, mode, memory);
        try {
            target.start(mode);
        } catch (DmaBufException notStarted) {
            access.open = false;
            access.arena.close();
            throw notStarted;
        }
        return access;
    }

    /**
     * Returns the bytes of the whole buffer, in a mapping that the buffer's scopes share.
     *
     * @return a segment that is valid until this scope is closed; read-only for {@link Access#READ}
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Returns whether this scope is open. A thread other than that of the scope can see its end late.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return open;
    }

    /**
     * Ends the scope: invalidates the segment, then tells the kernel, with the mode of the start. Further calls do
     * nothing.
     *
     * @throws DmaBufException when the kernel refuses ({@code DMA_BUF_IOCTL_SYNC}); the scope has ended nevertheless
     * @throws WrongThreadException when another thread than the one that opened the scope calls this; the scope stays
     *     open
     */
    @Override
    public void close() throws DmaBufException {
        if (!open) {
            return;
        }
        // Otherwise a failure could come after the arena's close and before the END.
        Headroom.toEndOfSameThread();
        try {
            arena.close();
        } finally {
            // To run the cleanup action, the arena makes a segment. Where the heap is full, it throws, and is closed
            // nevertheless.
            if (!arena.scope().isAlive()) {
                end();
            }
        }
    }

    private void end() throws DmaBufException {
        open = false;
        try {
            target.end(mode);
        } finally {
            target.ended();
        }
    }
}
