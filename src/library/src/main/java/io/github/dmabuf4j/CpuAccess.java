// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.gen.LinuxDmaBuf;
import io.github.dmabuf4j.internal.sys.Headroom;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A scope in which the processor may touch a buffer's bytes.
 *
 * <p>The kernel is told of its start and its end ({@code DMA_BUF_IOCTL_SYNC}, Linux 4.6), always with the same
 * mode, so that caches agree with what devices see: the start waits for the fences of devices that still use the
 * buffer. Scopes of one buffer may nest and overlap. A mapping of one's own ({@link DmaBuf#map}) needs such a scope
 * around its use as well.
 *
 * <p>A scope belongs to the thread that opened it: its segment can be touched, and the scope closed, by that thread
 * only. Closing the buffer while a scope is open takes effect when the scope ends; where that never happens, when the
 * garbage collector finds both.
 */
public final class CpuAccess implements AutoCloseable {
    /**
     * The buffer as a scope needs it; also an action of the segment's arena, which keeps the buffer reachable for as long as
     * somebody holds the segment alone.
     */
    interface Target extends Consumer<MemorySegment> {
        /** One {@code DMA_BUF_IOCTL_SYNC} with these flags. */
        void sync(long flags) throws DmaBufException;

        /** The scope is over; nothing of the buffer is used by it any more. */
        void ended();

        @Override
        default void accept(MemorySegment dead) {
            // The reference to this is all that is needed.
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

    /** Opens a scope; where that fails, the caller still has to end the target. */
    static CpuAccess start(Target target, Access mode, MemorySegment memory) throws DmaBufException {
        // First all that can fail for want of Java memory: after START there is an END.
        CpuAccess access = new CpuAccess(target, mode, memory);
        try {
            target.sync(LinuxDmaBuf.DMA_BUF_SYNC_START() | mode.flags());
        } catch (DmaBufException notStarted) {
            access.open = false;
            access.arena.close();
            throw notStarted;
        }
        return access;
    }

    /**
     * The buffer's bytes, all of them, in a mapping that the buffer keeps for its scopes.
     *
     * @return a segment that dies with this scope; read-only in mode {@link Access#READ}
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Ends the scope: the segment dies, then the kernel is told, with the mode of the start. Further calls do
     * nothing.
     *
     * @throws DmaBufException when the kernel refuses ({@code DMA_BUF_IOCTL_SYNC}); the scope is over all the same
     * @throws WrongThreadException when called by another thread than the one that opened it; it stays open
     */
    @Override
    public void close() throws DmaBufException {
        if (!open) {
            return;
        }
        // Else the arena could be closed, and the END not reach the kernel.
        Headroom.toEnd();
        arena.close();
        open = false;
        try {
            target.sync(LinuxDmaBuf.DMA_BUF_SYNC_END() | mode.flags());
        } finally {
            target.ended();
        }
    }
}
