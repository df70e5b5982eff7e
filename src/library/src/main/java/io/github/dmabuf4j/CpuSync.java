// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Headroom;

/**
 * A scope in which the CPU accesses a buffer's bytes through mappings that the program made, by {@link DmaBuf#map} or
 * by other native code. It is a {@link CpuAccess} without a segment: it tells the kernel about the start and the end of
 * the access, with the same mode ({@code DMA_BUF_IOCTL_SYNC}, Linux 4.6), and does nothing else. For loops over frames
 * whose buffers stay mapped. After the JIT compiler has compiled a method that opens and closes a scope, a scope takes
 * no memory of the Java heap.
 *
 * <p>The kernel keeps the CPU's caches coherent with what devices see, for all mappings of the buffer in this process
 * and for the whole buffer. At the start it waits for the fences of devices that still use the buffer. Scopes of one
 * buffer can nest and overlap, with {@link CpuAccess} scopes too.
 *
 * <p>A scope does not guard mappings: nothing keeps a program from using one before or after the scope, when a device
 * may not see what the CPU has written, or the CPU not what a device has. The program maps for the mode (a scope does
 * not check whether a mapping, or the descriptor, can be written), keeps the mapping until the last scope has ended,
 * and does not read or write its bytes outside of a scope.
 *
 * <p>Only the thread that opened the scope can close it; other threads can use the mapping meanwhile. If the buffer is
 * closed while a scope is open, the close takes effect when the scope ends. If the scope is never closed, the buffer is
 * freed after a garbage collection in which both are unreachable.
 */
public final class CpuSync implements AutoCloseable {
    private final SyncTarget target;
    private final Access mode;
    private final Thread thread = Thread.currentThread();
    private boolean open = true;

    private CpuSync(SyncTarget target, Access mode) {
        this.target = target;
        this.mode = mode;
    }

    /** Opens a scope. After a failure the caller releases the target. */
    static CpuSync start(SyncTarget target, Access mode) throws DmaBufException {
        // Before START, since it can fail for want of Java memory: each START must have its END.
        CpuSync scope = new CpuSync(target, mode);
        target.start(mode);
        return scope;
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
     * Ends the scope: tells the kernel, with the mode of the start. Further calls do nothing.
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
        if (Thread.currentThread() != thread) {
            throw new WrongThreadException("only the thread that opened an access scope can close it");
        }
        // Otherwise a failure could come before the END, of a scope that is closed.
        Headroom.toEndOfSameThread();
        open = false;
        try {
            target.end(mode);
        } finally {
            target.ended();
        }
    }
}
