// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import io.github.dmabuf4j.internal.sys.Headroom;
import io.github.dmabuf4j.internal.sys.OwnedDescriptor;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor that is certain to stay open, and to stand for the same file, until this is closed: for system calls of
 * one's own, as those of a device that takes a buffer. May be closed by any thread.
 *
 * <p>A close of the buffer or sync file meanwhile takes effect when this is closed.
 */
public final class HeldFd implements AutoCloseable {
    private final OwnedDescriptor descriptor;

    /** Also keeps the owner reachable, so that it does not count as dropped. */
    private final Object owner;

    /** 1, and 0 when it is closed. An AtomicBoolean would need memory at the first close. */
    private final AtomicInteger held = new AtomicInteger(1);

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
     * The descriptor's number.
     *
     * @return the number, valid until this is closed
     * @throws IllegalStateException when this is closed
     */
    public int fd() {
        if (held.get() == 0) {
            throw new IllegalStateException("this hold on the descriptor of " + owner + " is closed");
        }
        return descriptor.number();
    }

    /** Lets go of the descriptor. Further calls do nothing. */
    @Override
    public void close() {
        try {
            // Else it could be over without a release.
            Headroom.toEnd();
            if (held.getAndSet(0) == 1) {
                descriptor.release();
            }
        } finally {
            // Until here the Cleaner must not think that the owner was dropped.
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return "HeldFd[" + owner + "]";
    }
}
