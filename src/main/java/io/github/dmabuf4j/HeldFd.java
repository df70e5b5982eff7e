// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;

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

    private final AtomicBoolean held = new AtomicBoolean(true);

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
        if (!held.get()) {
            throw new IllegalStateException("this hold on the descriptor of " + owner + " is closed");
        }
        return descriptor.number();
    }

    /** Lets go of the descriptor. Further calls do nothing. */
    @Override
    public void close() {
        try {
            if (held.getAndSet(false)) {
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
