// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Headroom;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A hold on the descriptor of a buffer or sync file. The descriptor stays open, and stands for the same file, until
 * this is closed: for system calls of the program's own, such as the ioctl by which a device imports a buffer. Can be
 * closed by any thread.
 *
 * <p>A close of the buffer or sync file takes effect when its last hold is closed. Meanwhile it cannot be detached.
 */
public final class HeldFd implements AutoCloseable {
    /** A VarHandle would need memory at the first close. */
    private static final AtomicIntegerFieldUpdater<HeldFd> HELD =
            AtomicIntegerFieldUpdater.newUpdater(HeldFd.class, "held");

    private final OwnedDescriptor descriptor;

    /** Kept reachable, so that it does not count as dropped. */
    private final Object owner;

    /** 1 while open, 0 when closed. */
    private volatile int held = 1;

    private HeldFd(OwnedDescriptor descriptor, Object owner) {
        this.descriptor = descriptor;
        this.owner = owner;
    }

    static HeldFd of(OwnedDescriptor descriptor, Object owner) {
        HeldFd held = new HeldFd(descriptor, owner);
        descriptor.acquire();
        return held;
    }

    /**
     * Returns the descriptor's number.
     *
     * @return the number, valid until this is closed
     * @throws IllegalStateException when this is closed
     */
    public int fd() {
        if (!isOpen()) {
            throw new IllegalStateException("this hold on the descriptor of " + owner + " is closed");
        }
        return descriptor.number();
    }

    /**
     * Returns whether this hold is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return held == 1;
    }

    /** Ends the hold. Further calls do nothing. */
    @Override
    public void close() {
        // Otherwise a failure could come between the end of the hold and the release.
        Headroom.toEnd();
        if (HELD.getAndSet(this, 0) == 1) {
            descriptor.releaseFor(owner);
        }
    }

    @Override
    public String toString() {
        return "HeldFd[" + owner + "]";
    }
}
